// Sets scheme and language before the first paint. A file of its own, because the content policy refuses inline scripts.
(function () {
  var scheme = 'auto';
  var language = null;
  try {
    scheme = localStorage.getItem('kopa-scheme') || 'auto';
    language = localStorage.getItem('kopa-language');
  } catch {
    // Storage may be closed to us; the defaults serve.
  }
  var dark = scheme === 'dark' || (scheme === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  document.documentElement.lang = language || (/^lv\b/i.test(navigator.language) ? 'lv' : 'en');
})();
