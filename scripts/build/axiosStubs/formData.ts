/** Stands where axios imports `form-data`: multipart bodies, and the 137 kB table of MIME types behind them. */
export default function FormData(): never {
  throw new Error(
    'Multipart bodies are left out of this build. Send JSON, or take form-data off the list in slimAxios.',
  )
}
