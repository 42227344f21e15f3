/** Stands for axios' defaults where an instance without any falls back on them: its adapter is then said to be missing. */
export default { adapter: ['http'] }
