// How the sample receiver answers. A list only: the phone's page reads this too.

export const BEHAVIOURS = ['takes it', 'answers 503', 'never answers'] as const
export type Behaviour = (typeof BEHAVIOURS)[number]
