namespace Greenhouse.EfBackup.Verification.Differences.Page;

/// <summary>How the page looks, in light and dark, on wide screens and narrow ones.</summary>
internal static class PageStyle
{
    // The browser hashes what it sees, with line feeds: the source must have no others.
    public static readonly string Text = """

        :root {
          color-scheme: light dark;
          --back: #fbfbfa; --raised: #fff; --text: #1f2328; --faint: #6a737d; --line: #e3e5e8; --link: #0b5cad;
          --added: #e4f5e8; --added-ink: #14652a; --removed: #fdeae8; --removed-ink: #a3261d; --changed: #fff5d9; --changed-ink: #7a5300;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --back: #15181c; --raised: #1b1f24; --text: #dfe3e8; --faint: #8d96a0; --line: #2d333b; --link: #78b2f2;
            --added: #16301d; --added-ink: #7fd495; --removed: #3a1d1c; --removed-ink: #f29b92; --changed: #33290f; --changed-ink: #e2bd62;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 90rem; background: var(--back); color: var(--text); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        h1 { font-size: 1.4rem; font-weight: 600; margin: 0 0 .5rem; }
        h2 { font-size: 1.1rem; font-weight: 600; margin: 0 0 .4rem; overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: 0 0 1.25rem; }
        dt { color: var(--faint); }
        dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
        a { color: var(--link); text-decoration: none; }
        a:hover { text-decoration: underline; }
        section { margin-top: 2rem; scroll-margin-top: 4rem; }
        .note { color: var(--faint); margin: 0 0 .4rem; overflow-wrap: anywhere; }
        .search { position: sticky; top: 0; z-index: 1; margin: 1.25rem 0 0; padding: .6rem 0; background: var(--back); }
        .search input { width: min(24rem, 100%); padding: .4rem .65rem; font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
        .search output { color: var(--faint); margin-left: .5rem; }
        .scroll { width: fit-content; max-width: 100%; overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; margin-top: .6rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        .summary th:first-child { min-width: 12rem; overflow-wrap: anywhere; }
        th, td { padding: .28rem .65rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); unicode-bidi: isolate; }
        thead th { border-top: 0; color: var(--faint); font-weight: 500; white-space: nowrap; }
        .r .new::before { content: "\2192\2002"; color: var(--faint); }
        th { font-weight: 500; }
        .summary thead th:not(:first-child), .num { text-align: right; white-space: nowrap; }
        .summary .num span { margin-right: .25em; opacity: .75; }
        .zero { color: var(--faint); }
        td.added { color: var(--added-ink); } td.removed { color: var(--removed-ink); } td.changed { color: var(--changed-ink); }
        .r td, .r th { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
        .r td { overflow-wrap: anywhere; max-width: 32rem; }
        .r .sign { width: 2rem; min-width: 0; text-align: center; font-weight: 600; }
        .r.added .sign { color: var(--added-ink); background: var(--added); } .r.removed .sign { color: var(--removed-ink); background: var(--removed); } .r.changed .sign { color: var(--changed-ink); background: var(--changed); }
        .r .null { color: var(--faint); font-style: italic; }
        .r .none { background: repeating-linear-gradient(135deg, transparent 0 5px, var(--line) 5px 6px); }
        .r th { font-weight: 400; white-space: nowrap; }
        del, ins { text-decoration: none; padding: .05rem .3rem; border-radius: 4px; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
        del { background: var(--removed); color: var(--removed-ink); }
        ins { background: var(--added); color: var(--added-ink); }
        del::before { content: "\2212\2009"; } ins::before { content: "+\2009"; }
        .cut { color: var(--faint); font-style: italic; white-space: nowrap; }
        code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .95em; }
        [hidden] { display: none; }
        @media (max-width: 40rem) {
          body { padding: 1rem .75rem 3rem; font-size: 13px; }
          th, td { padding: .25rem .45rem; }
          .r td { max-width: 14rem; }
          .summary th:first-child { min-width: 0; }
          .summary th, .summary td { padding: .25rem .4rem; }
          .changed .old, .changed .new { display: block; max-width: none; }
          .changed .new { border-top: 0; padding-top: 0; }
          .changed thead .word:last-child { display: none; }
        }
        @media print { .search { display: none; } }

        """.ReplaceLineEndings("\n");
}
