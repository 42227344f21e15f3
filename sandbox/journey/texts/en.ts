// TEXTS of `npm start` in the terminal, in English. The same keys in the other language: zh.ts.
import { en as page } from '../../phone/texts/en'

export const en = {
  units: page.units,
  /** Who did it. */
  actors: {
    phone: 'phone',
    function: 'function',
    wechatPay: 'WeChat Pay',
    user: 'user',
    database: 'database',
    merchant: 'merchant',
    clock: 'clock',
  },
  narration: {
    request: 'signed {method} {path}: {outcome}, {ms} ms',
    noAnswer: 'no answer',
    session: 'session {id} is open for {minutes} minutes',
    clockMoves: 'moves on {span}',
    clockMoved: "is {span} ahead of this machine's",
    signs: 'signs contract {id}',
    pays: 'pays ¥{amount}',
    paysUnasked: 'pays ¥{amount}, without the password',
    ended: 'contract ended, {mode}',
    notification: 'notification {type}, attempt {attempt}: {outcome}, {ms} ms',
    clientCalls: 'callFunction {name}',
    serverCalls: 'a server calls {name}',
    state: 'contract {before} -> {after}',
    orderState: 'order {before} -> {after}',
    noState: '(none)',
    timer: 'timer {what}',
    nothingToDo: 'found nothing to do',
    upkeepFailed: 'could not do its work; --logs tells why',
    told: 'is told {state}: {outcome}',
    toldInVain: 'is told {state}, {problem}: {outcome}',
    answers: '{name} answers {answer}, {ms} ms',
  },
  /** What a run of upkeep did; `{s}` is there for more than one. */
  figures: {
    contractsAsked: 'asked about {count} contract{s}',
    contractsRechecked: 'asked again about {count} contract{s}',
    contractsFound: 'found out about {count} contract{s}',
    contractsClosed: 'closed {count} contract{s}',
    ordersAsked: 'asked about {count} order{s}',
    refundsAsked: 'asked about {count} refund{s}',
    notificationsUnderstood: 'understood {count} notification{s}',
    changesTold: 'told {count} change{s}',
    changesNotTaken: 'was not heard about {count} change{s}',
    forgotten: 'forgot {count} record{s}',
  },
  and: ', ',
  /** The journey, hop by hop. */
  hops: {
    opensSession: 'preEntrustSign opens a session',
    userSigns: 'the user signs',
    signingNotified: 'the signing notification is answered',
    heard: 'the record says SIGNED, or that WeChat Pay is to be asked',
    saysSigned: 'queryContract says signed',
    recordSigned: 'the record says SIGNED',
    closes: 'terminateContract closes it',
    closingNotified: 'the closing notification is answered',
    recordTerminated: 'the record says TERMINATED',
    told: "the timer tells the merchant's server of both, in order",
  },
  journey: {
    expected: 'expected {expected}, got {got}',
    noNotification: 'expected a 2xx answer within {seconds} s; so far: {seen}',
    noAttempt: 'no attempt',
  },
  /** How a spoilt answer has to end. */
  ends: {
    untrusted: 'the forged answer was refused ({code})',
    unreachable: 'without a usable answer the outcome stays open ({code})',
    later: 'the page is told to wait ({code})',
  },
  terminal: {
    building: 'Building the functions ...',
    begins: 'One user, from asking to sign to closing:',
    done: 'Done: ',
    doneWords: 'signed, confirmed, closed. Every signature on the way was checked.',
    asItShould: 'As it should: ',
    failedAt: 'Failed at: ',
    phoneAt: 'The phone is at',
    openIt: 'Open it in a browser: tick, tap, sign, come back.',
    isUp: 'The local WeChat is up, on this machine only:',
    backup: 'backup',
    callIt: 'callFunction: POST /call/<name>   timer, each minute; now: POST /timer/upkeep',
    control: 'control',
    everyCommand: 'GET lists every command',
    database: 'database',
    playOn: 'It stays up. Play the parts yourself, and watch here what happens:',
    codeFromAbove: '<code from above>',
    ctrlC: 'Ctrl-C ends it.',
    reset: 'Reset on the phone.',
    openByHand: '--open: {problem}; open {url} by hand',
    portTaken: '--port {port}: another program has it',
    thenStart: '{problem}, then npm start',
    builtCurrent: 'functions-built/ is current.',
    builtSame: 'Built: nothing that runs has changed.',
    builtAnew: 'Built anew, and running:',
    notBuilt: 'The functions are as they were; what was saved cannot be built:',
  },
  databases: {
    document: 'the document database of a stand-in',
    postgres: 'PostgreSQL, for this run alone: psql {url}',
    pglite: 'PGlite, since no PostgreSQL was found ({variable} names one): psql {url}',
  },
  help: `npm start [-- options]

Starts a local WeChat on this machine, with keys made on the spot, and takes one user from "asks to sign" to "closed"
through the functions as they would be deployed. No account and no network needed.

  --once             leave after the journey: exit code 0 if it ended SIGNED and then, closed, TERMINATED; 1 if not. Wrong
                     arguments: 2
  --port <number>    where the phone is: {port} unless told otherwise, or a free port where that is taken. What is behind
                     it takes the ports that follow, where they are free
  --open             open the phone in the browser
  --lang <zh|en>     what the terminal speaks: the language of the system unless told otherwise
  --family <name>    {families}
  --mode <name>      {modes}; combine-papay has {combineModes} only
  --store <name>     {stores}: the database; the last two are a real PostgreSQL of this machine (PGlite
                     where it has none), by its driver or over HTTP as CloudBase's gateway has it
  --fault <kind>     spoil WeChat Pay's answers to the first call, to see what becomes of it: wrongSignature, signtest,
                     serverError, tooManyRequests, reset, drop, truncatedBody, htmlBody, ... (all: GET <control address>).
                     Exit code 0 with --once if it was refused as it has to be
  --no-event-map     do not tell the functions what the notifications' event types mean, as before a merchant's first one:
                     password-exempt contracts are then confirmed by asking alone
  --keep-built       keep functions-built/ current as well, for DevTools, as npm run build fills it: npm run dev
  --logs             show what the functions log, too
  --help             this text`,
} as const
