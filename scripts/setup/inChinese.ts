// What is wrong with a setting or a key file, in Chinese. Checks speak English, since functions and their logs do, and carry no second
// language with them; here each of their sentences stands beside its Chinese, `{}` for what differs.
import { translator, type Nouns, type Sentences } from '../translator'

const SENTENCES: Sentences = [
  // Keys and certificates.
  ['this key has a passphrase; remove it with "{}"', '该私钥设有密码；请用以下命令去除："{}"'],
  ['this is a certificate; platform certificates go into {}', '这是证书；平台证书应填入 {}'],
  [
    'this is the certificate itself; expected the serial of {}',
    '这是证书本身；此处应填商户API证书的序列号（40 位十六进制）',
  ],
  ['this is an {} key; expected RSA: {}, {}', '这是 {} 密钥；应为 RSA：{}（{}）'],
  ['this is a {}; expected {}, {}', '这是{}；此处应为{}（{}）'],
  ['this key has {} bits; expected 2048 or more', '该密钥为 {} 位；应不少于 2048 位'],
  ['expected the whole text of {}, from {} to {}, or base64 of it', '应为 {} 的完整内容（从 {} 到 {}）或其 base64'],
  [
    'the text between BEGIN and END is damaged; paste the file again',
    'BEGIN 与 END 之间的内容已损坏；请重新粘贴文件内容',
  ],
  [
    'this is cut short or damaged; expected the whole of {}, or base64 of it',
    '内容不完整或已损坏；应为完整的 {} 或其 base64',
  ],
  [
    'has only the first line of a {}: put its whole text into double quotes, or in .env name its file',
    '只有{}的第一行：请把全文放进双引号，或在 .env 中填写文件路径',
  ],
  [
    'has only the first line of a {}: put its whole text into double quotes, or name its file',
    '只有{}的第一行：请把全文放进双引号，或填写文件路径',
  ],
  [
    "is your own key's public half; expected WeChat Pay's, pub_key.pem of the merchant platform",
    '这是你自己私钥对应的公钥；应为微信支付公钥，即商户平台下载的 pub_key.pem',
  ],
  [
    "holds your own certificate (apiclient_cert.pem); expected WeChat Pay's, from /v3/certificates",
    '填的是你自己的证书（apiclient_cert.pem）；应为微信支付平台证书，由 /v3/certificates 下载',
  ],
  [
    "is the serial of a platform certificate; expected that of your own API certificate, apiclient_cert.pem, which is none of WeChat Pay's",
    '这是平台证书的序列号；应为你自己的商户API证书（apiclient_cert.pem）的序列号',
  ],
  [
    'expected the APIv3 key: exactly 32 ASCII letters and digits; this is another key',
    'APIv3 密钥应为 32 个 ASCII 字母和数字；这是另一种密钥',
  ],
  [
    'expected the APIv3 key: exactly 32 ASCII letters and digits; this has others too',
    'APIv3 密钥应为 32 个 ASCII 字母和数字；其中有其他字符',
  ],
  [
    'expected the APIv3 key: exactly 32 ASCII letters and digits; this has {} bytes',
    'APIv3 密钥应为 32 个 ASCII 字母和数字；现为 {} 字节',
  ],
  ["the certificate's own serial is {}; file it under that", '该证书自身的序列号为 {}；请以此序列号填写'],
  [
    'expected the serial of the merchant API certificate: {}',
    '应为商户API证书的序列号：40 位十六进制，可用 "openssl x509 -in apiclient_cert.pem -noout -serial" 查看；不是 PUB_KEY_ID',
  ],
  [
    'expected the id shown beside the WeChat Pay public key: PUB_KEY_ID_ and digits',
    '应为微信支付公钥旁显示的公钥ID：PUB_KEY_ID_ 加数字',
  ],
  // Files.
  [
    "is no key, and no path of a file that is there{}: paths start at the project's folder",
    '既不是密钥，也不是存在的文件路径{}：路径从项目目录算起',
  ],
  ['is the path of something that is no key file{}', '该路径不是密钥文件{}'],
  [
    'is the path of a file that cannot be read{}: who runs this build must be allowed to',
    '该文件无法读取{}：运行构建的用户须有读取权限',
  ],
  ['is the path of an empty file{}: put the key into it', '该文件为空{}：请放入密钥内容'],
  [
    'is tracked by git, so whoever has the repository has the key: git rm --cached {}, commit, and apply for a new certificate, since the history keeps this one',
    '已被 git 跟踪，拿到仓库的人就拿到了密钥：执行 git rm --cached {} 并提交；历史记录仍会保留它，因此请重新申请证书',
  ],
  [
    'could be any of {}; name the folder that holds the right one alone with --from',
    '有多个可能：{}；请用 --from 指定只含正确文件的目录',
  ],
  [
    'could be any of {}, of several merchants; say whose they are with --set WXPAY_MCHID=NUMBER, or name the folder of the right ones with --from',
    '有多个可能：{}，分属不同商户；请用 --set WXPAY_MCHID=商户号 指明，或用 --from 指定正确文件的目录',
  ],
  [
    'cannot be opened: it is damaged, or its password is not the merchant number (WXPAY_MCHID); mend the number, or give apiclient_cert.pem and apiclient_key.pem in its place',
    '无法打开：文件已损坏，或其密码不是商户号（WXPAY_MCHID）；请更正商户号，或改用 apiclient_cert.pem 与 apiclient_key.pem',
  ],
  [
    "is your own certificate (apiclient_cert.pem); expected WeChat Pay's public key, pub_key.pem of the merchant platform",
    '这是你自己的证书（apiclient_cert.pem）；应为微信支付公钥，即商户平台下载的 pub_key.pem',
  ],
  // What belongs together.
  ['is not that of {}, which the private key belongs to; expected {}', '与 {}（私钥所属的证书）的序列号不符；应为 {}'],
  [
    'is of a certificate that expired on {} ({}); apply for a new one: 账户中心 > API安全 of the merchant platform',
    '所属证书已于 {} 过期（{}）；请在商户平台“账户中心 > API安全”重新申请',
  ],
  [
    'is of a certificate that is not valid before {} ({}); apply for a new one: 账户中心 > API安全 of the merchant platform',
    '所属证书在 {} 之前尚未生效（{}）；请检查本机时钟，或在商户平台“账户中心 > API安全”重新申请',
  ],
  [
    'does not belong to the certificate of WXPAY_SERIAL ({}); expected the apiclient_key.pem that came with it',
    '与 WXPAY_SERIAL 对应的证书（{}）不匹配；应为与该证书一同下载的 apiclient_key.pem',
  ],
  [
    "is another than the certificate's ({}); expected {}, or the certificate of this merchant number",
    '与证书（{}）的商户号不同；应为 {}，或改用该商户号的证书',
  ],
  // What a deployment is built from.
  [
    'cannot be read; expected a text file that who runs this build may read',
    '无法读取；应为运行构建的用户可读的文本文件',
  ],
  [
    "businessType is 'recurring', and neither password-exempt nor combine-papay is for periodic charges; expected 'perUse', or approvedRecurring: true beside it once WeChat Pay has approved your template for them (docs/choosing.md)",
    "businessType 为 'recurring'，而 password-exempt 与 combine-papay 均不用于按周期扣款；应为 'perUse'，或在微信支付批准你的模板用于周期扣款之后，另加 approvedRecurring: true（docs/zh-CN/choosing.md）",
  ],
  // Settings.
  ['still holds the example of .env.example; put your own value there', '仍是 .env.example 中的示例；请填写你自己的值'],
  ['is no setting; is it {}? .env.example has all', '没有这个配置项；是否应为 {}？全部配置项见 .env.example'],
  [
    'is not used in {}; remove it, or mend WXPAY_FAMILY or WXPAY_MODE',
    '在 {} 中不使用；请删除，或修正 WXPAY_FAMILY、WXPAY_MODE',
  ],
  [
    'is used in family combine-papay only; remove it, or mend WXPAY_FAMILY',
    '仅用于 combine-papay；请删除，或修正 WXPAY_FAMILY',
  ],
  ['is the same as WXPAY_API_V3_KEY; remove it', '与 WXPAY_API_V3_KEY 相同；请删除'],
  [
    'points to this machine: deployed functions would reach nobody; remove it',
    '指向本机：部署后的云函数将无法访问；请删除',
  ],
  [
    'points to this machine: deployed functions would reach nobody; give the address {} online',
    '指向本机：部署后的云函数将无法访问；请填写线上地址',
  ],
  [
    'take {} bytes in the environment of {}, and all together may take {}: use shorter keys',
    '在 {1} 的环境变量中共占 {0} 字节，而上限为 {2}：请使用更短的密钥',
  ],
]

const NOUNS: Nouns = {
  'PRIVATE KEY': '私钥',
  'private key': '私钥',
  'public key': '公钥',
  'secret key': '对称密钥',
  certificate: '证书',
  'CERTIFICATE REQUEST': '证书请求（CSR）',
  'PKCS#12 file': 'PKCS#12 文件（.p12）',
  'locked private key': '设有密码的私钥',
  key: '密钥',
  'the private key of the merchant API certificate': '商户API证书私钥',
  'the WeChat Pay public key': '微信支付公钥',
  'a platform certificate': '平台证书',
  'the merchant API certificate': '商户API证书',
}

/** @returns undefined for a sentence that has no Chinese yet */
export const inChinese = translator(SENTENCES, NOUNS)
