import { Global, Module } from '@nestjs/common';
import { Composers } from './composers.js';
import { MailSender } from './mail-sender.js';
import { Outbox } from './outbox.js';

@Global()
@Module({ providers: [Composers, MailSender, Outbox], exports: [Composers, MailSender, Outbox] })
export class MailModule {}
