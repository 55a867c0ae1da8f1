export const STYLE = `
:root {
	color-scheme: light dark;
	--bg: #f4f5f8; --card: #fff; --ink: #171a21; --soft: #667085; --line: #e4e7ec; --sunk: #f8f9fb;
	--accent: #3538cd; --paytr: #067647; --paytr-bg: #dcfae6; --payfull: #6927da; --payfull-bg: #ece9fe;
	--bad: #b42318; --bad-bg: #fee4e2; --warn: #b54708; --warn-bg: #fef0c7; --good: #067647; --good-bg: #dcfae6;
	--sms: #e8efff;
}
@media (prefers-color-scheme: dark) {
	:root {
		--bg: #0f1117; --card: #181b23; --ink: #edf0f5; --soft: #98a2b3; --line: #2a2f3a; --sunk: #12151c;
		--accent: #a4bcfd; --paytr: #75e0a7; --paytr-bg: #053321; --payfull: #c3b5fd; --payfull-bg: #2e125e;
		--bad: #fda29b; --bad-bg: #55160c; --warn: #fec84b; --warn-bg: #4e1d09; --good: #75e0a7; --good-bg: #053321;
		--sms: #1f2a4d;
	}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.5 Inter, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
a { color: var(--accent); }
code, pre, .mono { font: 12.5px/1.55 ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace; }
header { background: var(--card); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 1; }
.bar { max-width: 1240px; margin: 0 auto; padding: 14px 24px 0; }
.brand { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; }
.logo { width: 34px; height: 34px; border-radius: 10px; background: linear-gradient(135deg, #12b76a, #6927da); display: grid; place-items: center; color: #fff; font-weight: 700; }
.brand > :nth-child(2) { flex: 1 1 220px; }
.brand h1 { font-size: 17px; margin: 0; letter-spacing: -.01em; }
.brand p { margin: 0; color: var(--soft); font-size: 13px; }
.stats { margin-left: auto; display: flex; gap: 20px; align-items: center; }
.stat { text-align: right; line-height: 1.15; }
.stat b { display: block; font-size: 18px; font-variant-numeric: tabular-nums; }
.stat span { color: var(--soft); font-size: 12px; }
nav { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 10px; }
nav a { padding: 9px 12px; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; white-space: nowrap; font-weight: 500; }
nav a.on { color: var(--ink); border-color: var(--accent); }
.menu { margin: 0 0 0 auto; position: relative; }
.menu summary { padding: 9px 12px; font-size: 15px; font-weight: 500; border-bottom: 2px solid transparent; }
.menu summary.on { color: var(--ink); border-color: var(--accent); }
.menu > div { position: absolute; right: 0; min-width: 100%; display: grid; background: var(--card); border: 1px solid var(--line); border-radius: 9px; padding: 6px; box-shadow: 0 8px 20px rgb(16 24 40 / .12); }
nav .n { background: var(--sunk); border: 1px solid var(--line); border-radius: 99px; padding: 0 7px; font-size: 12px; margin-left: 4px; }
nav .n.bad { background: var(--bad-bg); color: var(--bad); border-color: transparent; }
nav .n.warn { background: var(--warn-bg); color: var(--warn); border-color: transparent; }
main { max-width: 1240px; margin: 0 auto; padding: 22px 24px 60px; }
h2:not(:first-child) { margin-top: 26px; }
h2 { font-size: 15px; margin: 0 0 12px; display: flex; gap: 8px; align-items: baseline; }
h2 small { color: var(--soft); font-weight: 400; }
.columns { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 28px; }
@media (max-width: 860px) { .columns { grid-template-columns: 1fr; } .stats { margin-left: 0; } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 14px 16px; margin-bottom: 12px; box-shadow: 0 1px 2px rgb(16 24 40 / .05); overflow-wrap: anywhere; }
.head { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; font-size: 13px; color: var(--soft); }
.head b { color: var(--ink); font-size: 14px; }
.head .right { margin-left: auto; white-space: nowrap; font-variant-numeric: tabular-nums; }
.tag { border-radius: 6px; padding: 1px 7px; font-size: 12px; font-weight: 600; white-space: nowrap; background: var(--sunk); border: 1px solid var(--line); color: var(--soft); }
.tag.paytr { background: var(--paytr-bg); color: var(--paytr); border-color: transparent; }
.tag.payfull { background: var(--payfull-bg); color: var(--payfull); border-color: transparent; }
.tag.refused, .tag.bad { background: var(--bad-bg); color: var(--bad); border-color: transparent; }
.tag.fault { background: var(--warn-bg); color: var(--warn); border-color: transparent; }
.tag.accepted, .tag.good { background: var(--good-bg); color: var(--good); border-color: transparent; }
.bubble { background: var(--sms); border-radius: 4px 16px 16px 16px; padding: 10px 14px; margin: 10px 0 8px; white-space: pre-wrap; }
.subject { font-weight: 600; margin: 10px 0 4px; }
.letter { white-space: pre-wrap; margin: 0 0 10px; }
.button, button { display: inline-block; background: var(--accent); color: var(--card); border: 0; border-radius: 9px; padding: 7px 14px; font: inherit; font-weight: 600; font-size: 14px; text-decoration: none; cursor: pointer; }
button.plain { background: none; color: var(--soft); border: 1px solid var(--line); font-weight: 500; }
details { margin-top: 8px; }
summary { cursor: pointer; color: var(--soft); font-size: 13px; user-select: none; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 16px; margin: 8px 0 0; padding: 10px 12px; background: var(--sunk); border-radius: 9px; }
dt { color: var(--soft); } dd { margin: 0; white-space: pre-wrap; }
.why { margin: 8px 0 0; } .why b { color: var(--bad); }
.note { color: var(--soft); margin: 6px 0 0; font-size: 14px; }
.diff { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: 6px 12px; margin-top: 10px; background: var(--sunk); border-radius: 9px; padding: 10px 12px; }
.diff span { color: var(--soft); font-size: 13px; }
.diff mark { border-radius: 4px; padding: 0 2px; background: var(--good-bg); color: var(--good); }
.diff .received mark { background: var(--bad-bg); color: var(--bad); }
table { width: 100%; border-collapse: collapse; font-size: 13.5px; }
th { text-align: left; color: var(--soft); font-weight: 500; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); }
td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.num { font-variant-numeric: tabular-nums; }
.empty { text-align: center; color: var(--soft); padding: 44px 20px; border: 1px dashed var(--line); border-radius: 14px; }
.first ol { display: inline-block; text-align: left; margin: 8px 0; line-height: 1.9; }
.note b { color: var(--ink); font-weight: 600; }
.empty > b { color: var(--ink); display: block; margin-bottom: 4px; }
form.row { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; }
label { display: grid; gap: 4px; font-size: 13px; color: var(--soft); }
label.inline { display: flex; gap: 8px; align-items: center; }
input, select { font: inherit; font-size: 14px; padding: 7px 10px; border: 1px solid var(--line); border-radius: 9px; background: var(--card); color: var(--ink); }
.pay { max-width: 440px; margin: 7vh auto; padding: 0 16px; }
.pay .card { padding: 26px 28px; }
.pay h1 { font-size: 20px; margin: 6px 0 2px; line-height: 1.3; }
.amount { font-size: 34px; font-weight: 700; letter-spacing: -.02em; margin: 12px 0 4px; }
.pay form { display: grid; gap: 14px; margin-top: 18px; }
.pay button { padding: 12px; font-size: 16px; }
.banner { border-radius: 10px; padding: 10px 14px; margin-top: 16px; }
.banner.good { background: var(--good-bg); color: var(--good); } .banner.bad { background: var(--bad-bg); color: var(--bad); }
.foot { text-align: center; color: var(--soft); font-size: 13px; }
`;
