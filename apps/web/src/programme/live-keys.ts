/** Under which the socket lays the places left, as it brings them. */
export const countsKey = (slug: string): readonly string[] => ['counts', slug];
/** Under which one's own registration is held, which the socket only says to be no longer what it was. */
export const ownKey = (slug: string): readonly string[] => ['own', slug];
/** Under which one's own agenda is held, which follows both the programme and the registration. */
export const agendaKey = (slug: string): readonly string[] => ['agenda', slug];
/** Under which is held what organisers said, to everybody or to one only. */
export const announcementsKey = (slug: string, to: 'all' | 'own'): readonly string[] => ['announcements', slug, to];
/** Under which the socket lays the rows of one's own stream, oldest first. */
export const ownRowsKey = (slug: string): readonly string[] => ['own rows', slug];
