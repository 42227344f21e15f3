// SHELL: how large the phone can be. Pure.

/** In px. */
export interface Size {
  width: number
  height: number
}

/** Below this nothing on it could be read. */
const SMALLEST = 0.4

/** @returns the factor: never larger than life */
export function scaleOf(room: Size, device: Size): number {
  const scale = Math.min(1, room.width / device.width, room.height / device.height)
  return Math.max(SMALLEST, Math.floor(scale * 1000) / 1000)
}
