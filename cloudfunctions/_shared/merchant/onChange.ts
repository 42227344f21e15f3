// YOURS to edit: what you do when something changed. To upgrade the kit, replace everything else and keep this folder.
import type { OnChange } from '../upkeep/ports'

/**
 * Runs for every change of a contract or an order (docs/recipes/changes.md), at least once each: keep `change.id`, and do nothing
 * for one you have dealt with. It has about a second. What it throws means "not yet": the same change comes again, later.
 */
export const onChange: OnChange = async () => Promise.resolve()
