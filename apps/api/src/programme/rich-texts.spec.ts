import { describe, expect, it } from '@jest/globals';
import { renderMarkdown } from './rich-texts.js';

const link = (href: string, text: string): string => `<a href="${href}" rel="noopener nofollow">${text}</a>`;

describe('a long text as it is published', () => {
  it.each([
    ['a **b** _c_', '<p>a <strong>b</strong> <em>c</em></p>'],
    ['one\n\ntwo', '<p>one</p>\n<p>two</p>'],
    ['# Big\n\n### Small', '<h3>Big</h3>\n<h3>Small</h3>'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['~~gone~~', '<p><s>gone</s></p>'],
    ['5 < 6 & 7', '<p>5 &lt; 6 &amp; 7</p>'],
    ['[a](https://a.example)', `<p>${link('https://a.example', 'a')}</p>`],
    ['https://a.example/b', `<p>${link('https://a.example/b', 'https://a.example/b')}</p>`],
    // Imported texts are HTML.
    ['<p>a * b * c</p><ul><li>_d_</li></ul>', '<p>a * b * c</p><ul><li>_d_</li></ul>'],
    ['<p>a &lt; b<br />c</p>', '<p>a &lt; b<br />c</p>'],
    ['', ''],
  ])('%j is %j', (text, html) => expect(renderMarkdown(text)).toBe(html));

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![x](javascript:alert(1))',
    '![x" onerror="alert(1)](x)',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java&#10;script:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:alert(1))',
    '[x](//elsewhere.example)',
    '[x](https://a.example" onmouseover="alert(1))',
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<svg><script>alert(1)</script></svg>',
    '<svg/onload=alert(1)>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="javascript:alert(1)"></object>',
    '<form action="javascript:alert(1)"><button>x</button></form>',
    '<style>@import "javascript:alert(1)";</style>',
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<base href="javascript:alert(1)//">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '`<img src=x onerror=alert(1)>`<img src=x onerror=alert(1)>',
    '<<script>script>alert(1)<</script>/script>',
    '<details open ontoggle=alert(1)>x</details>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<textarea><img src=x onerror=alert(1)></textarea>',
  ])('takes the harm out of %j', (text) => {
    const html = renderMarkdown(text);
    const tags = [...html.matchAll(/<\/?([a-z][a-z0-9]*)([^>]*)>/gi)];
    expect(tags.filter(([, name]) => !/^(p|a|code|br)$/.test(name!)).map(([tag]) => tag)).toEqual([]);
    for (const [, , attributes] of tags)
      expect(attributes).toMatch(/^( href="(https?|mailto):[^"]*")?( rel="noopener nofollow")?( \/)?$/);
  });
});
