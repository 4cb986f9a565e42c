import { createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../platform/config.js';
import { authenticate, isAuthentic, serverKey } from '../platform/server-key.js';

/**
 * What a link opens: the registration itself, its confirmation, its calendar, what it may join, the end of mail that is
 * not essential; or, of a speaker, what they join.
 */
export type LinkPurpose = 'manage' | 'confirm' | 'feed' | 'join' | 'unsubscribe' | 'speaker';

const prefix = {
  manage: 'kr_',
  confirm: 'kc_',
  feed: 'kf_',
  join: 'kj_',
  unsubscribe: 'ku_',
  speaker: 'ks_',
} as const;
export const managePrefix = prefix.manage;
export const speakerPrefix = prefix.speaker;

/**
 * Tokens of links: nothing of them is stored, so that a repeated answer can give them again. They prove id and version
 * with 128 bits; raising the version in their owner's row revokes them.
 */
@Injectable()
export class LinkTokens {
  private key: Promise<KeyObject> | null = null;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  async make(purpose: LinkPurpose, id: string, version: number): Promise<string> {
    const compact = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
    return `${prefix[purpose]}${compact}.${version}.${authenticate(await this.secret(), textOf(purpose, id, version))}`;
  }

  /** The registration and version that a token proves; null when it is none of ours. Whether it still holds, the row says. */
  async read(purpose: LinkPurpose, token: string): Promise<{ id: string; version: number } | null> {
    const { id, version, proof } = partsOf(purpose, token) ?? {};
    if (id === undefined || version === undefined || proof === undefined) return null;
    return isAuthentic(await this.secret(), textOf(purpose, id, version), proof) ? { id, version } : null;
  }

  /** Address of a registration's own calendar. */
  async feedUrl(id: string, version: number): Promise<string> {
    return `${this.config.publicUrl}/calendar/me/${await this.make('feed', id, version)}.ics`;
  }

  /** A restored backup may have another key. */
  forget(): void {
    this.key = null;
  }

  private secret(): Promise<KeyObject> {
    // As a KeyObject: a calendar or a letter takes five tokens, and each would make one of the bytes.
    this.key ??= serverKey(this.dataSource, 'links').then(createSecretKey, (error: unknown) => {
      this.key = null;
      throw error;
    });
    return this.key;
  }
}

/** What a token says, whether or not it is ours. */
export function partsOf(purpose: LinkPurpose, token: string): { id: string; version: number; proof: string } | null {
  if (!token.startsWith(prefix[purpose])) return null;
  const [, compact = '', version = '', proof = ''] =
    /^([A-Za-z0-9_-]{22})\.(\d{1,6})\.([A-Za-z0-9_-]{22})$/.exec(token.slice(prefix[purpose].length)) ?? [];
  if (compact === '') return null;
  const id = Buffer.from(compact, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, version: Number(version), proof };
}

const textOf = (purpose: LinkPurpose, id: string, version: number): string => `${purpose} ${id} ${version}`;
