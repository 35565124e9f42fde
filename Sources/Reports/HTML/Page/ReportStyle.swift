/// The page's looks: light and dark, wide and narrow, on screen and on paper.
///
/// Text keeps a contrast of 4.5 to its ground in both schemes; lines differ in dash as well as in colour.
enum ReportStyle {
    static let text: StaticString = """

        :root {
          color-scheme: light dark;
          --ground: #ffffff; --raised: #f6f7f9; --line: #d5dae0; --text: #1b1f24; --faint: #545d68; --link: #0b57a4;
          --pass: #17663a; --fail: #b3261e; --doubt: #835400;
          --pass-ground: #e8f4ec; --fail-ground: #fcebea; --doubt-ground: #fdf3e1;
          --s0: #0b62a8; --s1: #b34700; --s2: #00725a; --s3: #8a3d8f; --s4: #5c5c5c; --s5: #7a6a00; --s6: #a01a58; --s7: #3f51b5;
          --grid: #e4e8ec; --axis: #8b95a1; --band-unusable: #f3c0bc; --band-audio: #fae3b4; --band-freeze: #b9cfe8;
          --band-planned: #dcdfe4; --good-side: #dcefe3;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #12161b; --raised: #1a2027; --line: #343d48; --text: #e7ebf0; --faint: #a3aebb; --link: #8cc4ff;
            --pass: #74d69c; --fail: #ff9188; --doubt: #f2bd62;
            --pass-ground: #14281d; --fail-ground: #321a19; --doubt-ground: #2d2413;
            --s0: #6cb6f5; --s1: #ff9d5c; --s2: #4fd0b0; --s3: #d79be0; --s4: #b5b5b5; --s5: #d9c74e; --s6: #f287b7; --s7: #9fa8ff;
            --grid: #28303a; --axis: #6b7683; --band-unusable: #6b2a26; --band-audio: #58431a; --band-freeze: #274666;
            --band-planned: #3a424c; --good-side: #1d3a2a;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
        @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
        body {
          margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 74rem; background: var(--ground); color: var(--text);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
        }
        h1, h2, h3, h4, p, ul, dl, figure { margin: 0; }
        h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { font-size: 1.35rem; line-height: 1.3; }
        h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        h4 { font-size: 1rem; margin: 0 0 .25rem; }
        a { color: var(--link); }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem 1rem; z-index: 3; }
        header.page { padding-top: 2.5rem; }
        .kicker { color: var(--faint); font-size: .9rem; }
        .question { margin-top: .5rem; font-size: 1.1rem; max-width: 48rem; overflow-wrap: anywhere; }
        .intro { color: var(--faint); max-width: 48rem; margin: .35rem 0 1rem; }
        .meaning { color: var(--faint); font-size: .85rem; line-height: 1.4; font-weight: 400; overflow-wrap: anywhere; }
        section { margin-top: 3rem; }
        .verdict {
          display: flex; gap: 1rem; align-items: flex-start; margin-top: 1.5rem; padding: 1.1rem 1.25rem; border-radius: .5rem;
          border-left: .4rem solid currentColor;
        }
        .verdict.pass { color: var(--pass); background: var(--pass-ground); }
        .verdict.fail { color: var(--fail); background: var(--fail-ground); }
        .verdict.doubt { color: var(--doubt); background: var(--doubt-ground); }
        .verdict .mark { font-size: 1.8rem; line-height: 1.15; font-weight: 700; }
        .verdict .word { font-size: 1.4rem; line-height: 1.3; font-weight: 700; }
        .verdict .reason { color: var(--text); overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin-top: 1rem; }
        .tiles > div { background: var(--raised); border-radius: .5rem; padding: .8rem 1rem; }
        .tiles dt { color: var(--faint); font-size: .9rem; }
        .tiles dd { margin: 0; }
        .tiles .value { font-size: 1.6rem; line-height: 1.3; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tiles .note { color: var(--faint); font-size: .85rem; line-height: 1.35; }
        nav { margin-top: 1.5rem; border-bottom: 1px solid var(--line); }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; list-style: none; padding: 0 0 .75rem; }
        .scroll { overflow-x: auto; }
        .scroll.tall { max-height: 30rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; }
        table { border-collapse: collapse; width: 100%; font-size: .95rem; }
        caption { text-align: left; color: var(--faint); padding-bottom: .4rem; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
        th { font-weight: 600; }
        thead th { color: var(--faint); font-size: .85rem; vertical-align: bottom; }
        .tall thead th { position: sticky; top: 0; background: var(--raised); z-index: 1; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        thead .number { white-space: normal; }
        .strong { font-weight: 650; }
        .better { color: var(--pass); } .worse { color: var(--fail); }
        .thresholds th[scope=row] { min-width: 15rem; font-weight: 400; }
        .interval-cell { min-width: 11rem; }
        code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .9em; }
        td code, th code { overflow-wrap: anywhere; }
        pre { background: var(--raised); padding: .75rem 1rem; border-radius: .5rem; overflow-x: auto; margin: .5rem 0 1rem; }
        .badge { font-weight: 650; white-space: nowrap; }
        .badge.pass { color: var(--pass); } .badge.fail { color: var(--fail); } .badge.doubt { color: var(--doubt); }
        .notes { color: var(--faint); font-size: .9rem; padding-left: 1.2rem; margin-top: .75rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(25rem, 100%), 1fr)); gap: 2rem 2.5rem; }
        figcaption { font-size: .9rem; color: var(--faint); } figcaption b { color: var(--text); font-weight: 600; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0; font-size: .8rem; color: var(--faint); }
        .swatch { width: 1.5rem; height: .5rem; margin-right: .35rem; vertical-align: middle; }
        .chart, .strip { display: block; width: 100%; height: auto; overflow: visible; }
        .chart text { font: 10.5px system-ui, sans-serif; fill: var(--faint); }
        .chart .limit-label { fill: var(--text); }
        .grid { stroke: var(--grid); stroke-width: 1; fill: none; } .axis { stroke: var(--axis); stroke-width: 1; fill: none; }
        .tick-y { text-anchor: end; } .tick-x { text-anchor: middle; }
        .limit { stroke: var(--text); stroke-width: 1.2; stroke-dasharray: 5 3; }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
        .s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); stroke-dasharray: 7 3; } .s2 { stroke: var(--s2); stroke-dasharray: 2 3; }
        .s3 { stroke: var(--s3); stroke-dasharray: 9 3 2 3; } .s4 { stroke: var(--s4); stroke-dasharray: 4 2; }
        .s5 { stroke: var(--s5); stroke-dasharray: 12 4; } .s6 { stroke: var(--s6); stroke-dasharray: 1 3; }
        .s7 { stroke: var(--s7); stroke-dasharray: 6 2 1 2; }
        .band.unusable { fill: var(--band-unusable); opacity: .65; } .band.audio-only { fill: var(--band-audio); opacity: .6; }
        .band.freeze { fill: var(--band-freeze); opacity: .9; } .band.planned { fill: var(--band-planned); }
        .strip .u { fill: var(--s2); } .strip .a { fill: var(--doubt); } .strip .x { fill: var(--fail); }
        .defs { position: absolute; width: 0; height: 0; }
        .cursor { stroke: var(--text); stroke-width: 1; }
        .strip .mark, .band.moment-key { fill: none; stroke: var(--text); stroke-width: 1.6; }
        .key { margin-bottom: .75rem; } .key .swatch { width: 1rem; height: .65rem; }
        .interval { display: block; width: 9.4rem; height: 1.4rem; }
        .good-side { fill: var(--good-side); } .whisker { stroke: var(--faint); stroke-width: 3; }
        .dot { fill: var(--s0); stroke: var(--ground); stroke-width: 1.5; }
        .interval .limit { stroke-dasharray: none; stroke-width: 1.5; }
        .heat th, .heat td { border-bottom: 2px solid var(--ground); border-right: 2px solid var(--ground); padding: .45rem .6rem; }
        .heat thead th { min-width: 5.5rem; max-width: 8rem; } .heat th[scope=row] { white-space: nowrap; }
        .good0 { background: #f1f6fb; } .good1 { background: #dceaf6; } .good2 { background: #c3dbef; } .good3 { background: #a6cae6; }
        .good4 { background: #84b5da; } .good5 { background: #5c9ac8; } .good6 { background: #1f6fb0; } .good7 { background: #0b4f8a; }
        .lost0 { background: #fdf4ec; } .lost1 { background: #fbe6d3; } .lost2 { background: #f8d3b0; } .lost3 { background: #f4bc87; }
        .lost4 { background: #eba05a; } .lost5 { background: #dd8433; } .lost6 { background: #a0490a; } .lost7 { background: #7f3a05; }
        .heat .number { color: #14181d; } .heat .good6, .heat .good7, .heat .lost6, .heat .lost7 { color: #ffffff; }
        .heat thead .number { color: var(--faint); } .heat td[class=number] { color: var(--text); }
        @media (prefers-color-scheme: dark) {
          .good0 { background: #16222d; } .good1 { background: #1a2e41; } .good2 { background: #1e3b56; } .good3 { background: #22496d; }
          .good4 { background: #275885; } .good5 { background: #2f6b9f; } .good6 { background: #7cbcf0; } .good7 { background: #b5dafa; }
          .lost0 { background: #2a2018; } .lost1 { background: #3b2a1a; } .lost2 { background: #50361c; } .lost3 { background: #67431e; }
          .lost4 { background: #7a4c1e; } .lost5 { background: #92581e; } .lost6 { background: #f0a860; } .lost7 { background: #ffd2a6; }
          .heat .number { color: #ffffff; } .heat .good6, .heat .good7, .heat .lost6, .heat .lost7 { color: #0b1117; }
          .heat thead .number { color: var(--faint); }
        }
        .filter { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; margin-bottom: .75rem; }
        .filter input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--axis); border-radius: .3rem;
          padding: .3rem .6rem; min-width: 16rem; max-width: 100%; }
        #call-count { color: var(--faint); }
        .sort { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
        .sort::after { content: "\\2195"; margin-left: .25rem; opacity: .6; }
        th[aria-sort=ascending] .sort::after { content: "\\2191"; opacity: 1; }
        th[aria-sort=descending] .sort::after { content: "\\2193"; opacity: 1; }
        td.story { min-width: 18rem; color: var(--faint); font-size: .85rem; }
        details { border: 1px solid var(--line); border-radius: .5rem; margin-top: .75rem; padding: 0 1rem; }
        details[open] { padding-bottom: 1rem; }
        summary { cursor: pointer; padding: .7rem 0; } summary span { color: var(--faint); }
        details:target { border-color: var(--link); }
        .call .story { padding-left: 1.2rem; margin-bottom: 1rem; }
        .moment { background: var(--raised); border-radius: .5rem; padding: 1rem; margin-bottom: 1.25rem; }
        .pairs { display: grid; grid-template-columns: repeat(6, 1fr); gap: .5rem; margin: .75rem 0; }
        .pair img, .pair .black { display: block; width: 100%; border-radius: .25rem; margin-bottom: .25rem; }
        .pair .black { background: #000000; color: #ffffff; font-size: .75rem; text-align: center; padding: 1rem 0; }
        .pair figcaption { text-align: center; font-variant-numeric: tabular-nums; }
        .players { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: .75rem 1.5rem; }
        .player { font-size: .9rem; } audio { display: block; width: 100%; height: 2.5rem; margin-top: .25rem; }
        .directions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1.5rem 2.5rem; }
        .direction { display: grid; gap: .6rem; align-content: start; min-width: 0; }
        .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.5rem; margin-bottom: 1.25rem; }
        .facts dt { color: var(--faint); } .facts dd { margin: 0; overflow-wrap: anywhere; }
        .settings .stated td, .settings .stated th { font-weight: 650; }
        .pair-of-runs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem 2rem; margin-top: 1rem; }
        #tip {
          position: absolute; z-index: 4; pointer-events: none; background: var(--text); color: var(--ground); font-size: .8rem;
          line-height: 1.4; padding: .4rem .6rem; border-radius: .3rem; white-space: pre-line; max-width: 18rem;
          font-variant-numeric: tabular-nums;
        }
        [hidden] { display: none; }
        @media (max-width: 40rem) {
          body { padding: 0 1rem 3rem; } header.page { padding-top: 1.5rem; } h1 { font-size: 1.6rem; }
          .tiles { grid-template-columns: 1fr 1fr; } .pairs { grid-template-columns: repeat(3, 1fr); }
          .thresholds thead { display: none; } .thresholds tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
          .thresholds td, .thresholds th { display: block; border: 0; padding: .1rem 0; text-align: left; }
          .thresholds .number { white-space: normal; } .thresholds [data-label]::before { content: attr(data-label) ": "; color: var(--faint);
            font-weight: 400; }
          .chart text { font-size: 15px; }
          .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .5rem; } details { padding: 0 .75rem; }
        }
        @media print {
          :root { color-scheme: light; }
          body { max-width: none; font-size: 10pt; padding: 0; }
          nav, .filter, .players, .skip, #tip, .sort::after { display: none; }
          .scroll, .scroll.tall { overflow: visible; max-height: none; border: 0; }
          .tall thead th { position: static; }
          section { margin-top: 1.5rem; } h2, h3, h4, figcaption { break-after: avoid; }
          figure, tr, .verdict, .moment, .tiles > div { break-inside: avoid; }
          .verdict, .tiles > div, .heat td, .chart, .strip, .interval { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """
}
