import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  attendanceMark,
  doorWalkIn,
  liveChangePreview,
  liveChangeRequest,
  placementRequest,
  registrationRules,
  settingsEdit,
} from '@kopa/contracts';

describe('the guide to registrations', () => {
  it('shows terms that the server takes', () => {
    const guide = readFileSync(path.resolve(__dirname, '../../docs/take-registrations.md'), 'utf8');
    const block = /\n\n((?: {4}.*\n)+)/.exec(guide)?.[1] ?? '';
    const { error, data } = registrationRules.safeParse(JSON.parse(block));
    expect(error).toBeUndefined();
    expect(data).toMatchObject(JSON.parse(block) as object);
  });
});

describe('the guide to the agenda', () => {
  it('shows an order that the server takes', () => {
    const guide = readFileSync(path.resolve(__dirname, '../../docs/build-an-agenda.md'), 'utf8');
    const [, order] = /^ {4}(\{.*\})$/m.exec(guide) ?? [];
    expect(placementRequest.safeParse(JSON.parse(order ?? '')).error).toBeUndefined();
  });
});

describe('the guide to setting up', () => {
  it('shows an edit that the server takes', () => {
    const guide = readFileSync(path.resolve(__dirname, '../../docs/set-up-an-event.md'), 'utf8');
    const [, edit] = /^ {4}(\{.*\})$/m.exec(guide) ?? [];
    expect(settingsEdit.safeParse(JSON.parse(edit ?? '')).error).toBeUndefined();
  });
});

describe('the guide to live changes', () => {
  const guide = readFileSync(path.resolve(__dirname, '../../docs/change-live.md'), 'utf8');

  it('shows a change of each type, as the server takes them', () => {
    const shown = [...guide.matchAll(/^ {4}(\{.*\})$/gm)].map(([, text]) => JSON.parse(text!) as { type: string });
    for (const change of shown) expect(liveChangeRequest.safeParse(change).error).toBeUndefined();
    expect(shown.map(({ type }) => type).toSorted()).toEqual(
      liveChangeRequest.options.map(({ shape }) => shape.type.value).toSorted(),
    );
  });

  it('names all that a preview answers', () => {
    const named = [...guide.matchAll(/`(\w+)(?:\.\w+)?`/g)].map(([, name]) => name);
    const answered = Object.keys(liveChangePreview.shape).filter((name) => name !== 'logistics');
    expect(named).toEqual(expect.arrayContaining(answered));
  });
});

describe('the guide to the door', () => {
  it('shows a walk-in and a mark that the server takes', () => {
    const guide = readFileSync(path.resolve(__dirname, '../../docs/at-the-door.md'), 'utf8');
    const [walkIn, mark] = [...guide.matchAll(/^ {4}(\{.*\})$/gm)].map(([, text]) => JSON.parse(text!) as object);
    expect(doorWalkIn.safeParse(walkIn).error).toBeUndefined();
    expect(attendanceMark.safeParse(mark).error).toBeUndefined();
  });
});
