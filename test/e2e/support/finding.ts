// What a look at a page finds wrong. On its own: the page's side and ours both name it.

export interface Finding {
  rule:
    | 'text is cut'
    | 'tap target is small'
    | 'button cannot be reached'
    | 'contrast is low'
    | 'page scrolls sideways'
    | 'main button is narrow'
    | 'last line has one character'
    | 'line ends within a word'
    | 'text lies under the home bar'
    | 'button lies under the home bar'
    | 'lies below the fold'
    | 'choice is clipped'
    | 'type is off the scale'
    | 'title is no larger than its rows'
    | 'takes more than one line'
  what: string
}
