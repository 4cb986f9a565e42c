import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AgendaView, ConflictInAgenda, RegistrationRules } from '@kopa/contracts';
import {
  makeAgendas,
  slotMode,
  type AgendaConflict,
  type AgendaItem,
  type Agendas,
  type AlternativeTerms,
  type Programme,
} from '@kopa/domain';
import { CONFIG, type Config } from '../platform/config.js';
import { LinkTokens } from '../registration/link-tokens.js';
import { Presents, type Present } from '../registration/present.js';
import { loadOwners, type Owner } from './owners.js';
import { wantedMail } from './wanted-mail.js';

/** Somebody's agenda at one moment. */
export interface OwnAgenda {
  owner: Owner;
  items: AgendaItem[];
}

/** Personal agendas: what is one's own, in order, and what stands in its way. */
@Injectable()
export class AgendasService {
  /** Of what is published now; another programme brings another. */
  private readonly made = new WeakMap<Programme, Agendas>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The rules by which agendas of a programme are made. */
  rulesOf(programme: Programme): Agendas {
    let rules = this.made.get(programme);
    if (rules === undefined) this.made.set(programme, (rules = makeAgendas(programme)));
    return rules;
  }

  /** The agendas of people of one event, in the order of their ids. One query, however many. */
  async agendasOf(
    registrationIds: readonly string[],
    present: Present,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<OwnAgenda[]> {
    const owners = await loadOwners(manager, registrationIds, present.coaches);
    const rules = this.rulesOf(present.programme);
    return owners.map((owner) => ({ owner, items: rules.itemsOf(owner.choices) }));
  }

  /** One's own agenda, as its page shows it. */
  async view({ id, eventId }: { id: string; eventId: string }): Promise<AgendaView> {
    const present = await this.presents.of(eventId);
    const [own] = await this.agendasOf([id], present);
    if (own === undefined) throw new Error(`registration ${id} is gone`);
    const { owner, items } = own;
    const { programme } = present;
    return {
      at: present.at.toISOString(),
      epoch: programme.epoch,
      seq: programme.seq,
      items: items.map(({ from: _, to: __, ownTravelMinutes: ___, insteadOf: ____, block, ...item }) => ({
        ...item,
        leavesAt: block.startsAt,
        returnsAt: block.endsAt,
        ...(mayJoin(programme, item) ? { join: `${this.config.publicUrl}/join/${item.slot}` } : {}),
      })),
      conflicts: this.withAlternatives(items, this.rulesOf(programme).conflictsOf(items), present),
      stars: [...owner.choices.stars],
      feedUrl: await this.tokens.feedUrl(owner.id, owner.feedVersion),
      mail: wantedMail(owner.muted),
    };
  }

  /** Conflicts with what can be done instead of either side. */
  withAlternatives(
    items: readonly AgendaItem[],
    conflicts: readonly AgendaConflict[],
    present: Present,
  ): ConflictInAgenda[] {
    const rules = this.rulesOf(present.programme);
    const terms = alternativeTerms(present.rules);
    const now = present.at.toISOString();
    return conflicts.map((conflict) => ({
      ...conflict,
      alternatives: items
        .filter(({ slot }) => (conflict.slots as string[]).includes(slot))
        .flatMap((item) => rules.alternativesOf(item, items, terms, now)),
    }));
  }
}

function alternativeTerms({ sessions }: RegistrationRules): AlternativeTerms {
  const entries = Object.entries(sessions);
  return {
    fallbacks: new Map(entries.flatMap(([code, { fallback }]) => (fallback === null ? [] : [[code, fallback]]))),
    recorded: new Set(entries.flatMap(([code, { isRecorded }]) => (isRecorded ? [code] : []))),
  };
}

/** Whether a slot has an online room: those in person may need it too. */
function mayJoin(
  { sessions }: Programme,
  { session, slot, isCancelled }: Omit<AgendaItem, 'block' | 'from' | 'to' | 'ownTravelMinutes' | 'insteadOf'>,
): boolean {
  if (isCancelled) return false;
  const found = sessions.find(({ code }) => code === session)?.slots.find(({ id }) => id === slot);
  const mode = found === undefined ? null : slotMode(found);
  return mode === 'online' || mode === 'hybrid';
}
