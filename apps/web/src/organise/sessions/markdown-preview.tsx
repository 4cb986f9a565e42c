import { marked } from 'marked';
import { useMemo } from 'react';
import { markdownOptions } from '@kopa/domain';
import { RichHtml } from '../../language/rich-text.js';

interface MarkdownPreviewProps {
  label: string;
  text: string;
  language: string;
}

/** A long text as readers will see it: read as the server reads it, and made safe as their pages do. */
export function MarkdownPreview({ label, text, language }: MarkdownPreviewProps) {
  const html = useMemo(() => marked.parse(text, markdownOptions), [text]);
  return (
    <div className="ses-preview rich" role="group" aria-label={label} lang={language}>
      <RichHtml html={html} />
    </div>
  );
}
