import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { EventFrame } from './programme/event-context.js';
import { readSearch } from './programme/filters.js';
import { readRegisterSearch } from './registration/steps.js';
import { Loading, NotFound, PageBroken } from './shell/notices.js';
import { Shell } from './shell/shell.js';

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <Shell>
      <NotFound />
    </Shell>
  ),
  errorComponent: () => (
    <Shell>
      <PageBroken />
    </Shell>
  ),
});

const eventsRoute = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/events-page.js'), 'EventsPage'),
});

const eventRoute = createRoute({
  getParentRoute: () => root,
  path: '/e/$slug',
  component: function EventRoute() {
    const { slug } = eventRoute.useParams();
    return (
      <EventFrame key={slug} slug={slug}>
        <Outlet />
      </EventFrame>
    );
  },
  notFoundComponent: () => <NotFound />,
});

const aboutRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/event-page.js'), 'EventPage'),
});

const programmeRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/programme',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./pages/programme-page.js'), 'ProgrammePage'),
});

const sessionRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/sessions/$code',
  component: lazyRouteComponent(() => import('./pages/session-page.js'), 'SessionPage'),
});

const liveRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/live',
  component: lazyRouteComponent(() => import('./pages/live-page.js'), 'LivePage'),
});

const registerRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/register',
  validateSearch: readRegisterSearch,
  component: lazyRouteComponent(() => import('./pages/register-page.js'), 'RegisterPage'),
});

const ownRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('./pages/manage-page.js'), 'ManagePage'),
});

const agendaRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/agenda',
  component: lazyRouteComponent(() => import('./pages/agenda-page.js'), 'AgendaPage'),
});

const confirmRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/confirm',
  component: lazyRouteComponent(() => import('./pages/confirm-page.js'), 'ConfirmPage'),
});

const joinRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/join/$slot',
  component: lazyRouteComponent(() => import('./pages/join-page.js'), 'JoinPage'),
});

const ticketRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/ticket',
  component: lazyRouteComponent(() => import('./pages/ticket-page.js'), 'TicketPage'),
});

const unsubscribeRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/unsubscribe',
  validateSearch: (search): { kind?: 'reminders' | 'changes' | 'messages' } =>
    search['kind'] === 'reminders' || search['kind'] === 'changes' || search['kind'] === 'messages'
      ? { kind: search['kind'] }
      : {},
  component: lazyRouteComponent(() => import('./pages/unsubscribe-page.js'), 'UnsubscribePage'),
});

const speakerRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/speaker',
  component: lazyRouteComponent(() => import('./pages/speaker-page.js'), 'SpeakerPage'),
});

const outboxRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/outbox',
  component: lazyRouteComponent(() => import('./pages/outbox-page.js'), 'OutboxPage'),
});

const organiseRoute = createRoute({
  getParentRoute: () => root,
  path: '/organise',
  component: lazyRouteComponent(() => import('./pages/organise/organised-page.js'), 'OrganisedPage'),
});

const organisedRoute = createRoute({
  getParentRoute: () => root,
  path: '/organise/$slug',
  component: lazyRouteComponent(() => import('./pages/organise/organised-event.js'), 'OrganisedEventPages'),
});

const organiseHomeRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/organise/home-page.js'), 'HomePage'),
});

const overviewRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/overview',
  component: lazyRouteComponent(() => import('./pages/organise/home-page.js'), 'HomePage'),
});

const agendaEditorRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/agenda',
  component: lazyRouteComponent(() => import('./pages/organise/agenda-editor-page.js'), 'AgendaEditorPage'),
});

const sessionsRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/sessions',
  // What it means is read by the page: none of the organisers' code is loaded here.
  validateSearch: (search): Record<string, unknown> => search,
  component: lazyRouteComponent(() => import('./pages/organise/sessions-page.js'), 'SessionsPage'),
});

const importRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('./pages/organise/import-page.js'), 'ImportPage'),
});

const sessionFormRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/sessions/$code',
  component: lazyRouteComponent(() => import('./pages/organise/session-form-page.js'), 'SessionFormPage'),
});

const speakersRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/speakers',
  component: lazyRouteComponent(() => import('./pages/organise/speakers-page.js'), 'SpeakersPage'),
});

const speakerFormRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/speakers/$speaker',
  component: lazyRouteComponent(() => import('./pages/organise/speaker-form-page.js'), 'SpeakerFormPage'),
});

const peopleRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/registrations',
  component: lazyRouteComponent(() => import('./pages/organise/people-page.js'), 'PeoplePage'),
});

const personRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/registrations/$code',
  component: lazyRouteComponent(() => import('./pages/organise/person-page.js'), 'PersonPage'),
});

const waitlistsRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/waitlists',
  component: lazyRouteComponent(() => import('./pages/organise/waitlists-page.js'), 'WaitlistsPage'),
});

const messagesRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('./pages/organise/messages-page.js'), 'MessagesPage'),
});

const mailRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/mail',
  component: lazyRouteComponent(() => import('./pages/organise/mail-page.js'), 'MailPage'),
});

const releasesRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/releases',
  component: lazyRouteComponent(() => import('./pages/organise/releases-page.js'), 'ReleasesPage'),
});

const teamRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/team',
  component: lazyRouteComponent(() => import('./pages/organise/team-page.js'), 'TeamPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/organise/audit-page.js'), 'AuditPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/organise/settings-page.js'), 'SettingsPage'),
});

const termsRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/registration',
  component: lazyRouteComponent(() => import('./pages/organise/terms-page.js'), 'TermsPage'),
});

const codesRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/codes',
  component: lazyRouteComponent(() => import('./pages/organise/codes-page.js'), 'CodesPage'),
});

const newEventRoute = createRoute({
  getParentRoute: () => root,
  path: '/organise/new',
  component: lazyRouteComponent(() => import('./pages/organise/new-event-page.js'), 'NewEventPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => root,
  path: '/organise/account',
  component: lazyRouteComponent(() => import('./pages/organise/account-page.js'), 'AccountPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/organise/invitation-page.js'), 'InvitationPage'),
});

const deskRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/desk',
  component: lazyRouteComponent(() => import('./pages/organise/desk-page.js'), 'DeskPage'),
});

const doorRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/door',
  component: lazyRouteComponent(() => import('./pages/organise/door-page.js'), 'DoorPage'),
});

const coachRoute = createRoute({
  getParentRoute: () => organisedRoute,
  path: '/coach/$session',
  component: lazyRouteComponent(() => import('./pages/organise/coach-page.js'), 'CoachPage'),
});

const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/organise/sign-in-page.js'), 'SignInPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    eventsRoute,
    signInRoute,
    organiseRoute,
    accountRoute,
    newEventRoute,
    invitationRoute,
    organisedRoute.addChildren([
      organiseHomeRoute,
      overviewRoute,
      settingsRoute,
      termsRoute,
      codesRoute,
      sessionsRoute,
      importRoute,
      sessionFormRoute,
      speakersRoute,
      speakerFormRoute,
      agendaEditorRoute,
      releasesRoute,
      peopleRoute,
      personRoute,
      waitlistsRoute,
      messagesRoute,
      mailRoute,
      teamRoute,
      auditRoute,
      deskRoute,
      doorRoute,
      coachRoute,
    ]),
    eventRoute.addChildren([
      aboutRoute,
      programmeRoute,
      sessionRoute,
      liveRoute,
      registerRoute,
      ownRoute,
      agendaRoute,
      confirmRoute,
      joinRoute,
      ticketRoute,
      speakerRoute,
      unsubscribeRoute,
      outboxRoute,
    ]),
  ]),
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: PageBroken,
  // Plain addresses (`?day=2026-10-07&q=cider`), not JSON in the query.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const query = new URLSearchParams(
      Object.entries(search).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
    ).toString();
    return query === '' ? '' : `?${query}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
