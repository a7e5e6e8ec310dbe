/** The style sheet of the page: light and dark, wide and narrow, screen and paper. */
export const style = `
:root {
  --page: #fdfdfb; --panel: #f5f4ef; --ink: #1c1d20; --muted: #5c5f66; --rule: #d9d7cf; --link: #1f4e8c;
  --positive: #2166ac; --negative: #b2182b; --holds: #1a7244; --fails: #b3261e; --finding: #8a5a00;
  --kind-1: #2166ac; --kind-2: #b35806; --kind-3: #1a7f4b; --kind-4: #8f3f97; --kind-5: #a3202e; --kind-6: #5c5f66;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", Cambria, "Liberation Serif", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", "Liberation Sans", Helvetica, Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171b; --panel: #1d2025; --ink: #e6e5e1; --muted: #a0a3aa; --rule: #353941; --link: #9cc2f2;
    --positive: #6db1f2; --negative: #f4796a; --holds: #6cc795; --fails: #ff8a7a; --finding: #e5b45a;
    --kind-1: #6db1f2; --kind-2: #f0a35e; --kind-3: #6cc795; --kind-4: #d193dc; --kind-5: #ff8a7a; --kind-6: #a0a3aa;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1.0625rem/1.6 var(--serif); overflow-wrap: anywhere; }
main { max-width: 68rem; margin: 0 auto; padding: 4rem 2rem 6rem; }
p, ul, dl, figure { margin: 0; }
a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: .18em; }
a:hover { color: var(--link); text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; margin: 0; font-weight: 600; }
code { font: .78em var(--mono); color: var(--muted); }
.front { border-top: 3px solid var(--ink); padding-top: 1rem; }
.kicker { font: 600 .78rem var(--sans); letter-spacing: .08em; text-transform: uppercase; color: var(--muted); }
h1 { font-size: clamp(2.4rem, 6vw, 3.6rem); letter-spacing: -.015em; margin-top: 1.4rem; }
.version { font-weight: 400; color: var(--muted); }
.front .standing { font-size: 1.45rem; line-height: 1.3; margin-top: .5rem; }
.standing.failure { color: var(--fails); } .standing.success { color: var(--holds); }
.about { max-width: 42rem; margin-top: .9rem; color: var(--muted); }
.tally { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0 2rem; margin-top: 2.2rem; border-top: 1px solid var(--rule); }
.tally div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding-top: .8rem; }
.tally dt { font: .85rem/1.35 var(--sans); color: var(--muted); }
.tally dd { margin: 0; font-size: 2rem; line-height: 1.2; font-variant-numeric: lining-nums tabular-nums; }
.tally .none dd { color: var(--muted); opacity: .6; }
section { margin-top: 4rem; }
h2 { font-size: 1.6rem; letter-spacing: -.008em; }
.chapter > h2 { border-top: 3px solid var(--ink); padding-top: 1rem; font-size: 1.9rem; }
.lead { color: var(--muted); margin-top: .3rem; }
.verdict { font: 600 .82rem/1.3 var(--sans); white-space: nowrap; }
.verdict .mark { display: inline-grid; place-items: center; width: 1.35em; height: 1.35em; border-radius: 50%; margin-right: .2em; background: currentColor; }
.verdict .mark b { color: var(--page); font-size: .82em; line-height: 1; }
.verdict .note { display: block; margin-left: 1.9em; font-weight: 400; color: var(--muted); }
.line .note { display: inline; margin-left: .2em; }
.success { color: var(--holds); } .finding { color: var(--finding); } .failure { color: var(--fails); } .absent, .waived { color: var(--muted); }
.attention { border: 1px solid var(--fails); border-radius: 4px; padding: 1.3rem 1.5rem; margin-top: 2.6rem; }
.attention h2 { font-size: 1.15rem; color: var(--fails); }
.attention ul, .findings { list-style: none; padding: 0; }
.attention li { display: grid; grid-template-columns: 10rem 1fr; gap: .1rem 1rem; margin-top: .9rem; }
.attention .evidence { grid-column: 2; display: block; }
.evidence, .source { font: .9rem/1.5 var(--sans); color: var(--muted); }
.findings li { border-top: 1px solid var(--rule); padding-top: 1rem; margin-top: 1.2rem; display: grid; grid-template-columns: 10rem 1fr; gap: .3rem 1rem; max-width: 54rem; }
.findings li > p { grid-column: 2; } .findings li > .verdict { grid-row: 1 / span 3; }
.findings .statement { font-size: 1.15rem; line-height: 1.4; }
table { border-collapse: collapse; width: 100%; font: .92rem/1.45 var(--sans); }
th, td { text-align: left; vertical-align: top; padding: .6rem 1rem .6rem 0; border-top: 1px solid var(--rule); font-weight: 400; }
thead th { font-size: .78rem; color: var(--muted); border-top: 0; border-bottom: 1px solid var(--ink); }
.claims { margin-top: 1rem; }
.claims .section th { font: 600 1.05rem/1.3 var(--serif); padding-top: 1.7rem; border-top: 0; border-bottom: 1px solid var(--ink); }
.claims tbody:first-of-type .section th { padding-top: 1rem; }
.claims td:first-child { width: 10.5rem; } .claims .expected { width: 6rem; color: var(--muted); } .claims .evidence { width: 36%; padding-right: 0; }
.claims code { display: block; margin-top: .15rem; }
article { margin-top: 3rem; } article + article { border-top: 1px solid var(--rule); padding-top: 2.4rem; }
.line { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .9rem; }
h3 { font-size: 1.42rem; line-height: 1.3; max-width: 44rem; margin-top: .55rem; }
article .source { margin-top: .3rem; }
p.because::first-letter, span.evidence::first-letter, td.evidence::first-letter, p.evidence::first-letter { text-transform: uppercase; }
.because { max-width: 44rem; margin-top: .8rem; }
figure { margin-top: 1.8rem; }
figcaption { font: .85rem/1.5 var(--sans); color: var(--muted); max-width: 48rem; margin-top: .7rem; }
svg { display: block; max-width: 100%; height: auto; font-family: var(--sans); overflow: visible; }
svg text { white-space: pre; }
.paper svg { max-width: 100%; }
.exhibits { background: var(--panel); border-radius: 4px; padding: 1.5rem 1.6rem 1.3rem; --page: var(--panel); }
.exhibits .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 0 1.4rem; }
.exhibits .row.many { grid-template-columns: repeat(auto-fill, minmax(9.6rem, 1fr)); }
.exhibit { max-width: 20rem; display: grid; grid-template-rows: subgrid; grid-row: span 2; padding-bottom: 1.2rem; }
.exhibit .panels { display: grid; gap: 1rem; margin-top: .6rem; align-content: start; }
.exhibit svg { width: 100%; }
.row.single .exhibit { max-width: none; }
.row.single .panels { grid-template-columns: repeat(auto-fit, minmax(13rem, 18rem)); gap: 1.6rem; align-items: start; }
.label { font: .85rem/1.4 var(--sans); } .label span { color: var(--muted); display: block; font-size: .78rem; }
.legends { display: flex; flex-wrap: wrap; gap: .6rem 1.6rem; margin-top: .4rem; color: var(--muted); }
.strips .row { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.2rem 1.6rem; }
.strips svg { width: 100%; max-width: 22rem; }
.holds { color: var(--holds); } .fails { color: var(--fails); }
details { margin-top: 1.2rem; font: .92rem/1.5 var(--sans); }
summary { cursor: pointer; color: var(--muted); width: fit-content; }
.wide { overflow-x: auto; overflow-wrap: normal; }
.values { margin-top: .6rem; font-size: .85rem; font-variant-numeric: tabular-nums; } .values th, .values td { padding: .3rem 1rem .3rem 0; }
.values .number { text-align: right; white-space: nowrap; } .values td:last-child { min-width: 14rem; }
.values td:nth-child(2) { white-space: nowrap; }
.terms { margin-top: 1.6rem; font: .92rem/1.5 var(--sans); max-width: 52rem; }
.terms div { display: grid; grid-template-columns: 6.5rem 1fr; gap: 1rem; padding: .35rem 0; }
.terms dt { color: var(--muted); } .terms dd { margin: 0; } .terms ul { list-style: none; padding: 0; }
.environment { border-top: 1px solid var(--rule); padding-top: 1.6rem; } .environment h2 { font-size: 1.15rem; } .environment .lead { font-size: .95rem; }
@media (max-width: 44rem) {
  main { padding: 2rem 1.1rem 4rem; }
  body { font-size: 1rem; }
  .tally { grid-template-columns: 1fr 1fr; }
  .claims thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .claims, .claims tbody, .claims tr, .claims th, .claims td { display: block; width: auto !important; border: 0; padding: 0; }
  .claims tr { border-top: 1px solid var(--rule); padding: .8rem 0; }
  .claims tr.section { border-top: 0; border-bottom: 1px solid var(--ink); padding: 1.4rem 0 .3rem; margin-bottom: -1px; }
  .claims tr.section th { padding: 0; border: 0; }
  .claims tr > th[scope=row] { margin-top: .3rem; font-size: 1rem; }
  .claims .expected { display: none; } .claims .evidence { margin-top: .3rem; }
  .attention { padding: 1rem; }
  .attention li, .findings li { grid-template-columns: 1fr; }
  .attention .evidence, .findings li > p { grid-column: 1; } .findings li > .verdict { grid-row: auto; }
  .verdict .note { display: inline; margin-left: .2em; }
  .exhibits { margin-inline: -1.1rem; padding: 1.2rem 1.1rem; border-radius: 0; }
  .terms div { grid-template-columns: 1fr; gap: 0; padding: .5rem 0; }
  h3 { font-size: 1.25rem; }
}
@media print {
  main { max-width: none; padding: 0; } body { font-size: 10pt; }
  article, figure, li { break-inside: avoid; } .chapter { break-before: page; }
  svg, .exhibits { print-color-adjust: exact; }
}
`;
