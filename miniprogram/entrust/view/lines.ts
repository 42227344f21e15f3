// Where a line may end. Chinese has no blanks, so a phone breaks anywhere: within a word of two characters, or before the very
// last one. Each word here is drawn as a piece that does not break, unless it is wider than the screen.

export interface Line {
  at: number
  pieces: readonly Piece[]
}

interface Piece {
  /** Where it begins: a key. */
  at: number
  text: string
}

/** Words of this kit, and those a merchant's terms are likely to have; whatever is not here breaks as a phone breaks it. */
const KNOWN =
  '微信支付|免密支付|自动续费|客服编号|小程序|付款|扣款|支付|开通|关闭|确认|结果|通知|账单|账号|账户|手机|密码|输入|无需|限额|小额|多笔|单笔|每笔|每次|每日|每月|每年|最高|提醒|随时|可以|直接|留意|保管|不易|察觉|需要|没有|完成|稍后|稍候|重试|刷新|查看|其他|方式|我们|继续|核对|处理|重复|正在|连接|准备|前往|取消|当前|本次|失效|重新|本人|一致|时间|发送|商品|商城|购买|会员|服务|金额|首次|下次|到期|之后|之前|提前|至少|以上|以前|影响|离开|本页|返回|通常|几秒|尚未|暂未|收到|如已|请在|弹窗|选择|允许|网络|检查|版本|升级|打开|人数|较多|使用|订单|加载|付清|有效期至|分钟|收款|公司|科技|不会|不能|为空|开发者|同意|协议|等待|请用|立即|联系|客服|没有找到|可能|再想想|待付|结清|邀请|你在|你已|请约|还差|一步|响应|系统|繁忙|退款|原路|退回|到账|为准'

const PIECES = new RegExp(`[0-9A-Za-z¥.,:/%+*_-]+[ 年月日天秒元]*|${KNOWN}|[\\s\\S]`, 'g')
const CLOSES = /^[，。！？；：、”》）\s]/
/** These lean on what follows them. */
const OPENS = /[“《（/请不]$/

/** @param text one line; its pieces together are the text */
export function lineOf(text: string, line = 0): Line {
  const pieces: string[] = []
  for (const next of text.match(PIECES) ?? []) {
    const last = pieces.length - 1
    const before = pieces[last]
    if (before !== undefined && (CLOSES.test(next) || OPENS.test(before))) pieces[last] = before + next
    else pieces.push(next)
  }
  // No line of one character at the end.
  const [end = ''] = pieces.slice(-1)
  if (pieces.length > 1 && end.replace(/[^\u4e00-\u9fff\w]/g, '').length < 2) {
    pieces.splice(-2, 2, pieces.slice(-2).join(''))
  }
  let at = 0
  return {
    at: line,
    pieces: pieces.map((piece) => {
      const begun = { at, text: piece }
      at += piece.length
      return begun
    }),
  }
}

/** Of a text that may have several lines. */
export const linesOf = (text: string): Line[] => text.split('\n').map(lineOf)
