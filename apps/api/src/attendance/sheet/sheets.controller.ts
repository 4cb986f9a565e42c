import { Controller, Get, Header, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { sheetQuery, type SheetQuery } from '@kopa/contracts';
import { fileName } from '../../agenda/letters/file-name.js';
import { Access, CurrentEvent } from '../../accounts/access.js';
import { sheetPdf } from './sheet-pdf.js';
import { SheetsService } from './sheets.service.js';

/** Attendance sheets to be printed and signed. */
@ApiTags('attendance')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class SheetsController {
  constructor(@Inject(SheetsService) private readonly sheets: SheetsService) {}

  @Get('attendance-sheet.pdf')
  @Access('attendance.read')
  @Header('cache-control', 'no-store')
  async sheet(
    @CurrentEvent() event: { id: string },
    @Query({ schema: sheetQuery }) query: SheetQuery,
  ): Promise<StreamableFile> {
    const sheet = await this.sheets.of(event.id, query);
    const name = fileName(sheet.words.file, query.session ?? query.day ?? '', 'pdf');
    return new StreamableFile(await sheetPdf(sheet), {
      type: 'application/pdf',
      disposition: `inline; filename="${name}"`,
    });
  }
}
