// Tests start processes, keys and servers, on machines that may be busy: a limit for what hangs, not a measure.
jest.setTimeout(120_000)
