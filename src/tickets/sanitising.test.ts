import { expect, test } from 'vitest';
import { asBody } from './sanitising.ts';

const html = (written: string) => asBody(written, 'html').html;
const text = (written: string) => asBody(written, 'html').text;

test('what the editor writes is kept', () => {
	const written =
		'<h3>Read</h3><p>The <strong>ECU</strong> <em>does</em> <u>not</u> answer<br />twice.</p><ul><li><p>one</p></li></ul><ol><li><p>two</p></li></ol><pre><code>0x1F &lt; 0x20</code></pre>';
	expect(html(written)).toBe(written);
});

test.each([
	['a script', '<p>a</p><script>alert(1)</script>', '<p>a</p>'],
	['a style sheet', '<style>p{display:none}</style><p>a</p>', '<p>a</p>'],
	['an event', '<p onclick="alert(1)" onmouseover=alert(1)>a</p>', '<p>a</p>'],
	['a style', '<p style="position:fixed;inset:0">a</p>', '<p>a</p>'],
	['a class and an id', '<p class="primary" id="reply" data-slot="other">a</p>', '<p>a</p>'],
	['a picture', '<p>a<img src="https://tracker.test/x.gif" onerror="alert(1)"></p>', '<p>a</p>'],
	['a frame', '<p>a</p><iframe src="/logout"></iframe>', '<p>a</p>'],
	['a form', '<form action="/tickets/1?/close" method="post"><p>a</p><button>b</button></form>', '<p>a</p>b'],
	['svg', '<svg><script>alert(1)</script><a href="javascript:alert(1)">x</a></svg>', null],
	['math', '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>', null],
	['a comment', '<p>a<!-- <script>alert(1)</script> --></p>', '<p>a</p>'],
	['a broken comment', '<p>a<!--><img src=x onerror=alert(1)>--></p>', null],
	['a tag within a tag', '<p><scr<script>ipt>alert(1)</scr</script>ipt></p>', null],
	['a tag left open', '<p>a<img src=x onerror=alert(1) //', null],
	['a template', '<template><p onclick="x">a</p></template>', null],
	['noscript', '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>', null],
])('%s does not survive', (_what, written, expected) => {
	const clean = html(written);
	expect(clean).toBe(expected ?? clean);
	expect(clean).not.toMatch(/<(?!\/?(p|br|strong|em|u|s|ul|ol|li|a|h3|h4|code|pre|blockquote)\b)/i);
	expect(clean).not.toMatch(/<[^>]*\s(on\w+|style|class|id|src)\s*=/i);
	expect(clean).not.toMatch(/<[^>]*javascript:/i);
});

test.each([
	'javascript:alert(1)',
	'JaVaScRiPt:alert(1)',
	' javascript:alert(1)',
	'java\nscript:alert(1)',
	'java&#10;script:alert(1)',
	'&#106;avascript:alert(1)',
	'\u0001javascript:alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'vbscript:msgbox(1)',
	'file:///etc/passwd',
	'//elsewhere.test/',
])('a link to %j leads nowhere', (address) => {
	expect(html(`<p><a href="${address.replaceAll('"', '&quot;')}">x</a></p>`)).not.toContain('href');
});

test('a link leads out without telling where from', () => {
	expect(html('<p><a href="https://example.com/?a=1&amp;b=2" target="_top" rel="opener">x</a></p>')).toBe(
		'<p><a href="https://example.com/?a=1&amp;b=2" target="_blank" rel="noopener nofollow ugc">x</a></p>',
	);
	expect(html('<p><a href="mailto:bench@example.com">x</a></p>')).toContain('href="mailto:bench@example.com"');
});

test('headings of a page become headings of a message', () => {
	expect(html('<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4>')).toBe('<h3>a</h3><h3>b</h3><h3>c</h3><h4>d</h4>');
});

test('thousands of lists in each other become a few', () => {
	const clean = html('<ul><li>'.repeat(3000) + 'x');
	expect(clean.match(/<ul>/g)?.length ?? 0).toBeLessThan(40);
});

test('plain text is kept as typed', () => {
	const { html, text } = asBody('  <b>not bold</b> & "so"\r\nsecond line\r\n\r\n\r\nthird', 'text');
	expect(html).toBe('<p>  &lt;b&gt;not bold&lt;/b&gt; &amp; &quot;so&quot;<br />second line</p><p>third</p>');
	expect(text).toBe('<b>not bold</b> & "so"\nsecond line\n\nthird');
});

test('markup in plain text stays text', () => {
	expect(asBody('<script>alert(1)</script> &lt;', 'text')).toEqual({
		html: '<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;</p>',
		text: '<script>alert(1)</script> &lt;',
	});
});

test('the words are taken out of the markup, line by line', () => {
	const written =
		'<h3>Steps</h3><p>First<br>second &amp; <strong>third</strong></p><ul><li><p>one</p></li><li><p>two</p></li></ul><pre><code>a &lt; b\n  c</code></pre><p>end</p>';
	expect(text(written)).toBe('Steps\n\nFirst\nsecond & third\n\n- one\n- two\n\na < b\n  c\n\nend');
});

test.each(['', '   \n\n ', '\t'])('%j is no message', (written) => {
	expect(asBody(written, 'text')).toEqual({ html: '', text: '' });
});

test.each([
	'<p></p>',
	'<p>&nbsp;</p><p><br></p>',
	'<ul></ul>',
	'<script>alert(1)</script>',
	'<pre><code></code></pre>',
])('%s is no message', (written) => {
	expect(asBody(written, 'html')).toEqual({ html: '', text: '' });
});

test('what is too long is refused with the name of its field', () => {
	const refused = { code: 'text-invalid', details: { field: 'message', most: 20_000 } };
	expect(() => asBody('x'.repeat(20_001), 'text')).toThrow(expect.objectContaining(refused));
	expect(() => asBody(`<p>${'x'.repeat(20_001)}</p>`, 'html')).toThrow(expect.objectContaining(refused));
	expect(asBody('x'.repeat(20_000), 'text').text).toHaveLength(20_000);
});

test.each([
	['blanks', `a${' '.repeat(60_000)}b`],
	['empty lines', `a${'\n \t'.repeat(20_000)}b`],
	['angles', '<'.repeat(60_000)],
	['open items', '<li> '.repeat(12_000)],
	['ampersands', '&'.repeat(60_000)],
])('nothing but %s takes no time', (_what, written) => {
	const begun = performance.now();
	for (const format of ['text', 'html'] as const) {
		try {
			asBody(written, format);
		} catch {
			// Too long is a good answer; a slow one is none.
		}
	}
	expect(performance.now() - begun).toBeLessThan(3000);
});
