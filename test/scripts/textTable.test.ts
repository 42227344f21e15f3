import { textTable } from '../../scripts/textTable'

test('a Chinese character is two columns wide', () => {
  const table = textTable(
    [{ title: '名称' }, { title: '张', align: 'right' }],
    [
      ['signed', '2'],
      ['签约', '10'],
    ],
  )
  expect(table).toBe(['名称    张', 'signed   2', '签约    10'].join('\n'))
})
