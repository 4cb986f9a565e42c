import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { authenticate, isAuthentic, serverKey } from '../platform/server-key.js';

/** What a link opens: the registration itself, or its confirmation. */
export type LinkPurpose = 'manage' | 'confirm';

const prefix = { manage: 'kr_', confirm: 'kc_' } as const;
export const managePrefix = prefix.manage;

/**
 * Tokens of links: nothing of them is stored, so that a repeated answer can give them again. They prove id and version
 * with 128 bits; raising the registration's `tokenVersion` revokes them.
 */
@Injectable()
export class ManageTokens {
  private key: Promise<Buffer> | null = null;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async make(purpose: LinkPurpose, id: string, version: number): Promise<string> {
    const compact = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
    return `${prefix[purpose]}${compact}.${version}.${authenticate(await this.secret(), textOf(purpose, id, version))}`;
  }

  /** The registration and version that a token proves; null when it is none of ours. Whether it still holds, the row says. */
  async read(purpose: LinkPurpose, token: string): Promise<{ id: string; version: number } | null> {
    if (!token.startsWith(prefix[purpose])) return null;
    const [, compact = '', version = '', proof = ''] =
      /^([A-Za-z0-9_-]{22})\.(\d{1,6})\.([A-Za-z0-9_-]{22})$/.exec(token.slice(prefix[purpose].length)) ?? [];
    if (compact === '') return null;
    const id = Buffer.from(compact, 'base64url')
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const isOurs = isAuthentic(await this.secret(), textOf(purpose, id, Number(version)), proof);
    return isOurs ? { id, version: Number(version) } : null;
  }

  /** A restored backup may have another key. */
  forget(): void {
    this.key = null;
  }

  private secret(): Promise<Buffer> {
    this.key ??= serverKey(this.dataSource, 'links').catch((error: unknown) => {
      this.key = null;
      throw error;
    });
    return this.key;
  }
}

const textOf = (purpose: LinkPurpose, id: string, version: number): string => `${purpose} ${id} ${version}`;
