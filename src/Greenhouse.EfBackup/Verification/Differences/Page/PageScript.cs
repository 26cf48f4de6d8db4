namespace Greenhouse.EfBackup.Verification.Differences.Page;

/// <summary>The page's only script: what is typed into the search box hides the rows that do not hold it.</summary>
internal static class PageScript
{
    // The browser hashes what it sees, with line feeds: the source must have no others.
    public static readonly string Text = """

        'use strict';
        const box = document.getElementById('search'), hits = document.getElementById('hits');
        if (box) {
          const sections = [...document.querySelectorAll('section')].map(section => ({
            section,
            name: section.querySelector('h2').textContent.toLowerCase(),
            rows: [...section.querySelectorAll('tbody.r')].map(row => ({ row, text: row.textContent.toLowerCase() })),
          }));
          const search = () => {
            const wanted = box.value.trim().toLowerCase();
            let found = 0, all = 0;
            for (const { section, name, rows } of sections) {
              const whole = name.includes(wanted);
              let here = 0;
              for (const { row, text } of rows) {
                row.hidden = !(whole || text.includes(wanted));
                here += row.hidden ? 0 : 1;
              }
              section.hidden = here === 0 && !whole;
              for (const table of section.querySelectorAll('table')) {
                table.parentElement.hidden = !table.querySelector('tbody.r:not([hidden])');
              }
              found += here;
              all += rows.length;
            }
            hits.textContent = wanted === '' ? '' : `${found} of ${all} rows`;
          };
          let waiting;
          box.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
        }

        """.ReplaceLineEndings("\n");
}
