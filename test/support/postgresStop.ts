import { running } from './postgresGlobal'

export default async function stopAfterTests(): Promise<void> {
  await running.entrustPostgres?.close()
}
