import { Global, Module } from '@nestjs/common';
import { Composers } from './composers.js';
import { MailSender } from './mail-sender.js';

@Global()
@Module({ providers: [Composers, MailSender], exports: [Composers, MailSender] })
export class MailModule {}
