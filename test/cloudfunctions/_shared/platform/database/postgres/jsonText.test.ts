import fc from 'fast-check'
import { fromJsonText, toJsonText } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/jsonText'
import { withDatabase, type TestDatabase } from '../../../../../support/postgresFile'

let database: TestDatabase
withDatabase((made) => void (database = made))

/** Texts of every kind: none of theirs is refused because of what it holds. */
const odd = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\0',
      '\ud800',
      '\udfff',
      '\uf8ff',
      '\\',
      '\\u0000',
      'u0000',
      '"',
      '\n',
      '\u2028',
      '免',
      '😀',
      'f8ff',
    ),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
  maxLength: 12,
})

it('comes back as it was from PostgreSQL, which looks into every text of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(odd, odd), odd, async (more, openid) => {
      const document = { _id: 'a', openid, more, list: [openid, null, 1e21, -0.5] }
      const text = toJsonText(document)
      await database.owner.query(
        `insert into entrust.contracts (id, doc) values ('a', $1) on conflict (id) do update set doc = excluded.doc`,
        [text],
      )
      const { rows } = await database.owner.query<{ doc: string }>(
        `select json_build_object('doc', doc)::text as doc from entrust.contracts where openid = left($1::json ->> 'openid', 255)`,
        [text],
      )
      expect(fromJsonText(rows[0]?.doc ?? '')).toEqual({ doc: document })
      expect(rows[0]?.doc).toContain(text)
    }),
    { numRuns: 300 },
  )
})
