/** Under which the socket lays the places left, as it brings them. */
export const countsKey = (slug: string): readonly string[] => ['counts', slug];
/** Under which one's own registration is held, which the socket only says to be no longer what it was. */
export const ownKey = (slug: string): readonly string[] => ['own', slug];
