// Bodies that belong to APIv3 itself, not to a product.

export interface EncryptedResource {
  /** `AEAD_AES_256_GCM`. */
  algorithm: string
  /** 12 bytes, as text. */
  nonce: string
  /** Under 16 bytes; may be empty or absent. */
  associated_data?: string
  /** Base64; the last 16 bytes are the tag. */
  ciphertext: string
}

export interface CertificatesReply {
  data: {
    serial_no: string
    /** RFC 3339. */
    effective_time: string
    expire_time: string
    encrypt_certificate: EncryptedResource
  }[]
}

/** 商户签名验签／加解密测试: the deploy-time check of keys and callback. */
export interface SecurityEchoBody {
  echo_message: string
  notify_url?: string
  /** Base64, RSA-OAEP under the WeChat Pay public key. */
  encrypted_echo_message?: string
}

export interface SecurityEchoReply {
  echo_message: string
  encrypted_echo_message?: string
}

/** Body of every refusal. */
export interface ErrorReply {
  code?: string
  message?: string
  detail?: unknown
}
