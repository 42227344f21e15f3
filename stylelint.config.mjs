// WXSS is CSS with `rpx`, and with the tags of the mini-program.
export default {
  extends: ['stylelint-config-standard'],
  rules: {
    'unit-no-unknown': [true, { ignoreUnits: ['rpx'] }],
    'selector-type-no-unknown': [true, { ignoreTypes: ['page', 'view', 'text', 'button', 'image', 'navigator'] }],
    // block__element--look
    'selector-class-pattern': '^[a-z]+(-[a-z]+)*(__[a-z]+)?(--[a-z]+)?$',
    // Forms that every phone reads; newer ones are newer than some phones.
    'import-notation': 'string',
    'media-feature-range-notation': 'prefix',
    'color-function-notation': 'legacy',
    'color-function-alias-notation': null,
    'alpha-value-notation': 'number',
    'declaration-block-no-redundant-longhand-properties': [true, { ignoreShorthands: ['inset'] }],
    // The test of contrast reads them.
    'color-hex-length': 'long',
  },
}
