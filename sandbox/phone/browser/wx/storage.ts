// WX: storage, kept apart by user and by mini-program as WeChat does.
import { ApiFailure, asyncApi } from './async'

interface KeyInput {
  key: string
}

export function storageApis(openid: string, appid: string) {
  const prefix = `wx:${openid}:${appid}:`
  const read = (key: string): unknown => {
    const text = localStorage.getItem(prefix + key)
    return text === null ? undefined : (JSON.parse(text) as { data: unknown }).data
  }
  const write = (key: string, data: unknown): void => localStorage.setItem(prefix + key, JSON.stringify({ data }))
  const remove = (key: string): void => localStorage.removeItem(prefix + key)
  const keys = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  const clear = (): void => keys().forEach((key) => localStorage.removeItem(key))
  return {
    getStorageSync: (key: string) => read(key) ?? '',
    setStorageSync: write,
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: () => ({
      keys: keys().map((key) => key.slice(prefix.length)),
      currentSize: 1,
      limitSize: 10240,
    }),
    getStorage: asyncApi<KeyInput>('getStorage', ({ key }) => {
      const data = read(key)
      if (data === undefined) throw new ApiFailure('data not found')
      return { data }
    }),
    setStorage: asyncApi<KeyInput & { data: unknown }>('setStorage', ({ key, data }) => write(key, data)),
    removeStorage: asyncApi<KeyInput>('removeStorage', ({ key }) => remove(key)),
    clearStorage: asyncApi('clearStorage', () => clear()),
  }
}
