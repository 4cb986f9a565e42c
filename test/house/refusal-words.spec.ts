import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { en } from '../../apps/web/src/organise/refusals/en.js';
import { lv } from '../../apps/web/src/organise/refusals/lv.js';
import { en as team } from '../../apps/web/src/organise/team/en.js';
import { en as terms } from '../../apps/web/src/organise/terms/en.js';
import { lv as termsLv } from '../../apps/web/src/organise/terms/lv.js';
import { en as faults } from '../../apps/web/src/refusals/en.js';
import { lv as faultsLv } from '../../apps/web/src/refusals/lv.js';
import { problemEn } from '../../apps/web/src/registration/words/problem-en.js';
import { problemLv } from '../../apps/web/src/registration/words/problem-lv.js';
import { en as speaker } from '../../apps/web/src/speaker/en.js';
import { lv as speakerLv } from '../../apps/web/src/speaker/lv.js';
import { fieldFaults } from '../../libs/contracts/src/field-faults.js';

const root = path.resolve(__dirname, '../..');

/** Codes that no organiser's page can be answered, and why. */
const seenByOthers: Record<string, string> = {
  'account.unknown': 'the command line',
  'age.tooYoung': 'participants: beside the field',
  'agenda.unknown': 'participants: own agenda',
  'auth.invalid': 'sockets',
  'backup.schema': 'the command line',
  'backup.unreadable': 'the command line',
  'calendar.unknown': 'calendars',
  'colleague.day': 'participants: passing a place on',
  'colleague.unknown': 'participants: passing a place on',
  'database.unavailable': 'the command line',
  'files.unasked': 'participants: files of answers',
  'format.unknown': 'imports by the command line',
  'guardian.missing': 'participants: beside the field',
  'import.removals': 'the page of imports, with what can be done',
  'input.invalid': 'said by the codes of its fields, else as a whole (`fields`)',
  'invitation.closed': 'participants: beside the field',
  'join.early': 'participants: a page of the server',
  'join.full': 'participants: a page of the server',
  'join.none': 'participants: a page of the server',
  'join.over': 'participants: a page of the server',
  'json.malformed': 'imports by the command line',
  'mode.closed': 'participants: beside the field',
  'mode.invitation': 'participants: beside the field',
  'mode.opens': 'participants: beside the field',
  'namespace.unknown': 'sockets',
  'offer.gone': 'participants: answering an offer',
  'oidc.off': 'clients that ask for a provider where there is none',
  'origin.foreign': 'other sites',
  'programme.behind': 'clients that wait for a seq',
  'registration.choice': 'participants: several registrations in one browser',
  'route.unknown': 'clients that ask for what there is not',
  'schedule.empty': 'imports by the command line',
  'schedule.missing': 'imports by the command line',
  'server.draining': 'balancers',
  'slot.ambiguous': 'API clients: the desk always names the slot',
  'source.unreadable': 'imports by the command line',
  'stream.reset': 'clients that poll changes',
  'stream.unknown': 'clients that poll changes',
  'swap.full': 'participants: changing a booking',
  'sync.busy': 'sockets',
  'telephone.missing': 'participants: beside the field',
  'timezone.needed': 'imports by the command line',
  'timezone.unknown': 'imports by the command line',
  'too.large': 'imports by the command line',
  'version.missing': 'API clients: our pages always name the version',
  'xml.declaration': 'imports by the command line',
  'xml.malformed': 'imports by the command line',
};

/** All codes with which something is refused, as they stand in the server's and the rules' source, or in a part of it. */
function codesOf(
  patterns: readonly string[] = [
    'apps/api/src/**/*.ts',
    'libs/domain/src/**/*.ts',
    'libs/contracts/src/field-faults.ts',
  ],
  except = /^$/,
): string[] {
  const found = globSync([...patterns], { cwd: root })
    .filter((file) => !/spec\.ts$|\/testing\/|\/demo\/|interchange\/remarks\.ts$/.test(file) && !except.test(file))
    .flatMap((file) => {
      const source = readFileSync(path.join(root, file), 'utf8');
      return [
        ...source.matchAll(/new Problem\(\s*[^,]+,\s*(?:[^,']*\? )?'([a-zA-Z]+\.[a-zA-Z]+)'/g),
        // In rules: unions of codes, and what a rule answers; in input errors: beside the path.
        ...source.matchAll(
          /(?:refused\(|complain\([^,]+, |\bcode: |^\s+\| |(?:Refusal|Hindrance|Fault) =\s+)'([a-z][a-zA-Z]*\.[a-zA-Z]+)'/gm,
        ),
        ...source.matchAll(/(?:Refusal|Hindrance|Fault) =([^;]+);/g),
      ].flatMap(([, codes]) =>
        [...codes!.matchAll(/(?:^|')([a-z][a-zA-Z]*\.[a-zA-Z]+)(?:'|$)/g)].map(([, code]) => code!),
      );
    });
  return [...new Set(found)].sort();
}

describe('what the server refuses', () => {
  const codes = codesOf();

  it('is found in the source', () => {
    expect(codes).toEqual(
      expect.arrayContaining([
        'turn.none',
        'slot.late',
        'terms.closesFirst',
        'room.used',
        'session.placed',
        'mode.opens',
      ]),
    );
    expect(codes.length).toBeGreaterThan(90);
  });

  it('has words in both languages of the organisers’ pages, or is seen by others for a reason', () => {
    const told = (code: string): boolean =>
      code in en || code in faults || code in terms.fault || code in team.wrong || code in team.refused;
    expect(codes.filter((code) => !told(code) && !(code in seenByOthers))).toEqual([]);
    expect(Object.keys(seenByOthers).filter((code) => told(code) || !codes.includes(code))).toEqual([]);
    expect(Object.keys(lv).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(termsLv.fault).sort()).toEqual(Object.keys(terms.fault).sort());
  });

  it('has no words for what is refused no longer', () => {
    const general = ['other', 'fields', 'server'];
    expect(Object.keys(en).filter((code) => !general.includes(code) && !codes.includes(code))).toEqual([]);
  });

  it('is shown on no page as the server words it, which is English', () => {
    const showing = globSync(['apps/web/src/**/*.{ts,tsx}'], { cwd: root }).filter((file) =>
      /\b(?:error|problem|refusal|refused)\.(?:detail|message)\b|errors\.map\(\(\{[^}]*\bmessage\b/.test(
        readFileSync(path.join(root, file), 'utf8'),
      ),
    );
    expect(showing).toEqual([]);
  });

  it('has words for every fault of a field that a schema finds', () => {
    expect(Object.keys(faults).sort()).toEqual([...fieldFaults].sort());
    expect(Object.keys(faultsLv).sort()).toEqual([...fieldFaults].sort());
  });
});

/** What participants and speakers are answered by; what organisers alone reach is taken out of it. */
const answeringParticipants = [
  'apps/api/src/{registration,agenda,participation,platform}/**/*.ts',
  'apps/api/src/accounts/access.guard.ts',
];
const organisersOnly = new RegExp(
  [
    // Routes of the desk, of waitlists, of terms and places, of lists and messages.
    'registration/(desk|door-places|event-deletion|go-no-goes|invitation-codes|people|places|segment|terms|waitlist-deeds|waitlists)\\b',
    'agenda/(messages|speaker|outbox)\\b',
    'participation/announcements\\.service',
    // The command line, balancers, the outbox.
    'platform/(backup|health|mail)\\b',
  ].join('|'),
);
const answeringSpeakers = [
  'apps/api/src/agenda/speaker/speaker.service.ts',
  'apps/api/src/programme/event-files.ts',
  'apps/api/src/accounts/access.guard.ts',
];

/** Codes that no page of theirs says by its dictionary of refusals, and why. */
const notToldParticipants: Record<string, string> = {
  'database.unavailable': 'as what the server cannot do just now',
  'input.invalid': 'by the codes of its fields',
  'join.early': 'a page of the server, and one of ours with the time',
  'join.full': 'a page of the server, and one of ours',
  'join.none': 'a page of the server, and one of ours',
  'join.over': 'a page of the server, and one of ours',
  'origin.foreign': 'other sites',
  'registration.choice': 'asked for on the page that confirms',
  'secondFactor.needed': 'owners of events',
  'slot.cancelled': 'a page of the server, and one of ours',
  'speaker.unknown': 'speakers, by a link of their own',
  'version.missing': 'API clients: our pages always name the version',
};
const notToldSpeakers: Record<string, string> = {
  'event.unpublished': 'organisers, who send the link',
  'file.kindRefused': 'beside the button that sends the file',
  'file.tooLarge': 'beside the button that sends the file',
  'files.tooMany': 'beside the button that sends the file',
  'origin.foreign': 'other sites',
  'secondFactor.needed': 'owners of events',
  'speaker.noEmail': 'organisers, who send the link',
};

describe.each([
  {
    whom: 'participants',
    codes: codesOf(answeringParticipants, organisersOnly),
    words: problemEn,
    same: problemLv,
    notTold: notToldParticipants,
    probe: ['place.held', 'agenda.unknown', 'credential.missing', 'telephone.missing', 'consent.changed'],
  },
  {
    whom: 'speakers',
    codes: codesOf(answeringSpeakers),
    words: speaker.problem,
    same: speakerLv.problem,
    notTold: notToldSpeakers,
    probe: ['file.used', 'credential.missing'],
  },
])('what the server refuses to $whom', ({ codes, words, same, notTold, probe }) => {
  it('has words in both languages, or is told otherwise for a reason', () => {
    expect(codes).toEqual(expect.arrayContaining(probe));
    const told = (code: string): boolean => code in words || code in faults;
    expect(codes.filter((code) => !told(code) && !(code in notTold))).toEqual([]);
    expect(Object.keys(notTold).filter((code) => told(code) || !codes.includes(code))).toEqual([]);
    expect(Object.keys(same).sort()).toEqual(Object.keys(words).sort());
    expect(Object.keys(words)).toEqual(expect.arrayContaining(['fields', 'server', 'other']));
  });
});
