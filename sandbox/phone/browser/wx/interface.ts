// WX: what is drawn over the page: toasts, loading, dialogs.
import type { Modal, Toast } from '../protocol'
import type { ShellLink } from '../runtime/shellLink'
import { ApiFailure, asyncApi } from './async'

const TOAST_MS = 1_500

interface ToastInput {
  title: string
  icon?: Toast['icon']
  mask?: boolean
  duration?: number
}

interface ModalInput {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
}

export function interfaceApis(link: ShellLink) {
  let hiding: number | undefined
  const show = (toast: Toast | undefined): void => {
    window.clearTimeout(hiding)
    link.tell({ kind: 'toast', toast })
  }
  const ask = async (modal: Modal): Promise<{ confirm: boolean; cancel: boolean }> => {
    const answer = await link.ask({ what: 'modal', modal })
    if (!answer.ok) throw new ApiFailure(answer.reason)
    return { confirm: answer.confirmed, cancel: !answer.confirmed }
  }
  return {
    showToast: asyncApi<ToastInput>('showToast', ({ title, icon = 'success', mask = false, duration = TOAST_MS }) => {
      show({ title, icon, mask })
      hiding = window.setTimeout(() => show(undefined), duration)
    }),
    hideToast: asyncApi('hideToast', () => show(undefined)),
    showLoading: asyncApi<ToastInput>('showLoading', ({ title, mask = false }) =>
      show({ title, icon: 'loading', mask }),
    ),
    hideLoading: asyncApi('hideLoading', () => show(undefined)),
    showModal: asyncApi<ModalInput>('showModal', (input) => {
      const { title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定' } = input
      return ask({ title, content, confirmText, ...(showCancel && { cancelText }) })
    }),
    makePhoneCall: asyncApi<{ phoneNumber: string }>('makePhoneCall', async ({ phoneNumber }) => {
      const { confirm } = await ask({ title: phoneNumber, content: '', confirmText: '呼叫', cancelText: '取消' })
      if (!confirm) throw new ApiFailure('cancel')
      return {}
    }),
    setClipboardData: asyncApi<{ data: string }>('setClipboardData', () => {
      show({ title: '内容已复制', icon: 'none', mask: false })
      hiding = window.setTimeout(() => show(undefined), TOAST_MS)
    }),
  }
}
