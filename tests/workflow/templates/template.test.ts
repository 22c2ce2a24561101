import { MAY_HOLD } from "../../../workflow/templates/tokens";
import { resultReference } from "../../../workflow/templates/results";
import { readValue } from "../../../workflow/templates/template";
import { asWritten } from "../../../workflow/templates/value";

const SCOPE = { parameters: ["days", "max_bin"], airflow: 3 };

/** `code@offset message` of each fault. */
function faultsOf(text: string, airflow = 3): string[] {
  return readValue(text, { ...SCOPE, airflow }).faults.map(({ code, at, message }) => `${code}@${at} ${message}`);
}

function piecesOf(text: string, airflow = 3): unknown {
  const { value, faults } = readValue(text, { ...SCOPE, airflow });
  expect(faults).toEqual([]);
  return typeof value === "string" ? value : value.pieces;
}

describe("a value becomes texts and expressions", () => {
  test.each([
    ["plain", "plain"],
    ["", ""],
    ["a } b }} c { d {e} #} %}", "a } b }} c { d {e} #} %}"],
    [`{{ "{{" }}x{{ '{%' }}`, "{{x{%"],
    ["{{ '' }}", ""],
    ["{{ ds }}", [{ fact: "ds" }]],
    ["{{ds}}", [{ fact: "ds" }]],
    ["{{\n\tds\r\n}}", [{ fact: "ds" }]],
    ["{{ ds }}}", [{ fact: "ds" }, "}"]],
    ["a{{ ds }}b{{ '{{' }}c{{ ts }}", ["a", { fact: "ds" }, "b{{c", { fact: "ts" }]],
    ["{{ ((ds)) }}", [{ fact: "ds" }]],
    ["{{ params.days }}", [{ param: "days" }]],
    ["{{ params['max_bin'] | int }}", [{ param: "max_bin", steps: [["int"]] }]],
    ['{{ params["days"]|as_text|upper }}', [{ param: "days", steps: [["as_text"], ["upper"]] }]],
    [
      "{{ (data_interval_end - macros.timedelta(hours=20)).strftime('%Y-%m-%d') }}",
      [
        {
          fact: "data_interval_end",
          steps: [
            ["minus", 72_000],
            ["strftime", "%Y-%m-%d"],
          ],
        },
      ],
    ],
    [
      "{{ logical_date + macros.timedelta(weeks=1, days=-1, hours=1, minutes=1, seconds=1) }}",
      [{ fact: "logical_date", steps: [["plus", 6 * 86_400 + 3661]] }],
    ],
    [
      "{{ data_interval_start.add(months=1).subtract(days=2, hours=0).replace(day=28, hour=0, minute=59) }}",
      [
        {
          fact: "data_interval_start",
          steps: [
            ["add", { months: 1 }],
            ["add", { days: -2, hours: 0 }],
            ["set", { day: 28, hour: 0, minute: 59 }],
          ],
        },
      ],
    ],
    [
      "{{ logical_date.in_timezone('Europe/London').date().isoformat() }}",
      [{ fact: "logical_date", steps: [["in_timezone", "Europe/London"], ["date"], ["isoformat"]] }],
    ],
    ["{{ logical_date.year }}", [{ fact: "logical_date", steps: [["year"]] }]],
    ["{{ logical_date.date().day }}", [{ fact: "logical_date", steps: [["date"], ["day"]] }]],
    ["{{ ds.replace('-', '').strip() }}", [{ fact: "ds", steps: [["replace", "-", ""], ["trim"]] }]],
    ["{{ ds | replace('-', '') }}", [{ fact: "ds", steps: [["replace", "-", ""]] }]],
    ["{{ macros.ds_add(ds, -7) }}", [{ fact: "ds", steps: [["ds_add", -7]] }]],
    [
      "{{ macros.ds_format(ds, '%Y-%m-%d', '%d/%m') | lower }}",
      [{ fact: "ds", steps: [["ds_format", "%d/%m"], ["lower"]] }],
    ],
    ["{{ ti.task_id }}{{ task.task_id }}{{ task_instance.task_id }}", [1, 2, 3].map(() => ({ fact: "task_id" }))],
    [
      "{{ dag.dag_id }}{{ dag_run.run_id }}{{ ti.try_number }}",
      [{ fact: "dag_id" }, { fact: "run_id" }, { fact: "try_number" }],
    ],
  ])("%j", (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  test("together with its source, for people to read", () => {
    const { value } = readValue("a{{ ds }}", SCOPE);
    expect(value).toEqual({ template: "a{{ ds }}", pieces: ["a", { fact: "ds" }] });
    expect([asWritten(value), asWritten("plain")]).toEqual(["a{{ ds }}", "plain"]);
  });
});

describe("access to code, connections, variables or other tasks is refused, at its first word", () => {
  const platform =
    "cannot be read in a template: connections, variables and settings of Airflow belong to the platform; write secrets under `secrets`, and other values under dag.env_vars or dag.params";
  const macros =
    "cannot be used in a template; the macros are macros.timedelta(…), macros.ds_add(ds, …) and macros.ds_format(ds, '%Y-%m-%d', …)";
  const xcom =
    "cannot be used in a template; write results.<task>.<field> for a field of a task's result, and pass other data through S3 or a database";
  const conf = "cannot be read in a template; declare a parameter under dag.params and write params.<name>";

  test.each([
    ['{{ macros.uuid.os.popen("id").read() }}', `template-refused@3 macros.uuid.os.popen ${macros}`],
    ["a {{ macros }}", `template-refused@5 macros ${macros}`],
    ["{{ macros['uuid'] }}", `template-refused@3 macros["uuid"] ${macros}`],
    ["{{ macros.datetime.now() }}", `template-refused@3 macros.datetime.now ${macros}`],
    ["{{ conn.slack.password }}", `template-refused@3 conn.slack.password ${platform}`],
    ["{{ conn['slack'] }}", `template-refused@3 conn["slack"] ${platform}`],
    ["{{ var.value.x }}", `template-refused@3 var.value.x ${platform}`],
    ["{{ var.value.get('x') }}", `template-refused@3 var.value.get ${platform}`],
    ["{{ conf.get('core', 'fernet_key') }}", `template-refused@3 conf.get ${platform}`],
    ["{{ ti.xcom_pull('other') }}", `template-refused@3 ti.xcom_pull ${xcom}`],
    ["{{ task_instance.xcom_push }}", `template-refused@3 task_instance.xcom_push ${xcom}`],
    ["{{ dag_run.conf['x'] }}", `template-refused@3 dag_run.conf["x"] ${conf}`],
    ["{{ dag_run.conf.x | int }}", `template-refused@3 dag_run.conf.x ${conf}`],
    ["{{ self }}", `template-unknown@3 self cannot be used in a template: ${MAY_HOLD}`],
    [
      "{{ cycler.__init__.__globals__ }}",
      `template-unknown@3 cycler.__init__.__globals__ cannot be used in a template: ${MAY_HOLD}`,
    ],
    ["{{ dag.default_args }}", `template-unknown@3 dag.default_args cannot be used in a template: ${MAY_HOLD}`],
    ["{{ range(9) }}", `template-unknown@3 range cannot be used in a template: ${MAY_HOLD}`],
    ["{{ x['y'] }}", `template-unknown@3 x["y"] cannot be used in a template: ${MAY_HOLD}`],
    ["{{ (ds | lower)['y'] }}", `template-unknown@4 this["y"] cannot be used in a template: ${MAY_HOLD}`],
  ])("%s", (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  test.each(["logical_date", "ds", "params.days", "ti.task_id", "ds | lower"])("attributes of %s", (name) => {
    for (const attribute of ["__class__", "tzinfo", "_dag", "mro()", "format('{0.__class__}')", "join(params)"]) {
      expect(faultsOf(`{{ (${name}).${attribute} }}`)).toHaveLength(1);
    }
  });
});

describe("a mistake gives an error that says what to write", () => {
  test.each([
    ["{{ params.dayz }}", "template-parameter@3 the manifest has no parameter dayz; did you mean params.days?"],
    ["{{ params['x'] }}", "template-parameter@10 the manifest has no parameter x; declare it under dag.params"],
    ["{{ param.days }}", "template-unknown@3 a template has no param.days; did you mean params.days?"],
    ["{{ dss }}", "template-unknown@3 a template has no dss; did you mean ds?"],
    ["{{ run_ids | lower }}", "template-unknown@3 a template has no run_ids; did you mean run_id?"],
    ["{{ ds | uper }}", "template-filter@8 | uper cannot be used in a template; did you mean | upper?"],
    [
      "{{ ds | tojson }}",
      /^template-filter@8 \| tojson cannot be used in a template; write one of \| ds, \| ds_nodash, /,
    ],
    [
      "{{ logical_date.strfime('%Y') }}",
      "template-method@16 .strfime() cannot be used in a template; did you mean .strftime?",
    ],
    [
      "{{ logical_date.strftime }}",
      "template-method@16 .strftime cannot be used in a template; did you mean .strftime()?",
    ],
    ["{{ ds.foo }}", /^template-method@6 \.foo cannot be used in a template; write one of \.year, .*, \.strip\(\)$/],
    ["{{ logical_date() }}", "template-method@15 logical_date is not a function; remove the brackets after it"],
    ["{{ ti.task_id() }}", "template-method@13 ti.task_id is not a function; remove the brackets after it"],
    ["{{ ds.strftime('%Y') }}", `template-type@6 .strftime() works on a date, but this is text; ${MAY_HOLD}`],
    ["{{ params.days | ds }}", `template-type@17 | ds works on a date, but this is a parameter; ${MAY_HOLD}`],
    ["{{ logical_date | int }}", `template-type@18 | int works on text or a number, but this is a date; ${MAY_HOLD}`],
    [
      "{{ logical_date.date() | ts }}",
      `template-type@25 | ts works on a date, but this is a day without a time; ${MAY_HOLD}`,
    ],
    [
      "{{ ti.try_number.upper() }}",
      `template-type@17 .upper() works on text or a number, but this is a number; ${MAY_HOLD}`,
    ],
    ["{{ ds - macros.timedelta(days=1) }}", `template-sum@3 - works only on a date; ${MAY_HOLD}`],
    [
      "{{ logical_date - 1 }}",
      "template-sum@18 write macros.timedelta(…) after -, and put the sum in brackets if more follows: (logical_date - macros.timedelta(days=1)) | ds",
    ],
    [
      "{{ logical_date + macros.timedelta(days=1) | ds }}",
      "template-sum@18 write macros.timedelta(…) after +, and put the sum in brackets if more follows: (logical_date + macros.timedelta(days=1)) | ds",
    ],
    [
      "{{ logical_date - macros.datetime(1) }}",
      "template-sum@18 write macros.timedelta(…) after -, and put the sum in brackets if more follows: (logical_date - macros.timedelta(days=1)) | ds",
    ],
    [
      "{{ logical_date - macros.timedelta() }}",
      "template-amount@18 macros.timedelta() needs an amount; write macros.timedelta(days=1)",
    ],
    ["{{ logical_date - macros.timedelta(day=1) }}", "template-amount@35 macros.timedelta has no day; write days="],
    [
      "{{ logical_date - macros.timedelta(1) }}",
      "template-amount@35 macros.timedelta takes weeks, days, hours, minutes, seconds, each with a whole number; write macros.timedelta(days=1)",
    ],
    [
      "{{ logical_date - macros.timedelta(fortnights=1) }}",
      "template-amount@35 macros.timedelta takes weeks, days, hours, minutes, seconds, each with a whole number; write macros.timedelta(days=1)",
    ],
    [
      "{{ logical_date - macros.timedelta(days='1') }}",
      "template-amount@35 days takes one whole number, once; write macros.timedelta(days=1)",
    ],
    [
      "{{ logical_date - macros.timedelta(days=1, days=2) }}",
      "template-amount@43 days takes one whole number, once; write macros.timedelta(days=1)",
    ],
    [
      "{{ logical_date - macros.timedelta(weeks=5300) }}",
      "template-amount@18 macros.timedelta moves a date by at most 100 years; write a smaller amount",
    ],
    [
      "{{ logical_date.add(years=-101) }}",
      "template-amount@16 .add() moves a date by at most 100 years; write a smaller amount",
    ],
    [
      "{{ macros.ds_add(ds, 99999) }}",
      "template-amount@16 macros.ds_add moves a date by at most 100 years; write a smaller amount",
    ],
    ["{{ macros.ds_add(ts, 1) }}", "template-argument@17 write macros.ds_add(ds, 7)"],
    ["{{ macros.ds_add(ds) }}", "template-argument@17 write macros.ds_add(ds, 7)"],
    ["{{ macros.ds_add() }}", "template-argument@16 write macros.ds_add(ds, 7)"],
    ["{{ macros.ds_add(ds, days=1) }}", "template-argument@17 write macros.ds_add(ds, 7)"],
    ["{{ macros.ds_add(ds, 1, 2) }}", "template-argument@17 write macros.ds_add(ds, 7)"],
    [
      "{{ macros.ds_format(ds, '%d', '%Y') }}",
      "template-argument@20 write macros.ds_format(ds, '%Y-%m-%d', '%d/%m/%Y')",
    ],
    [
      "{{ macros.ds_format(ds, '%Y-%m-%d') }}",
      "template-argument@20 write macros.ds_format(ds, '%Y-%m-%d', '%d/%m/%Y')",
    ],
    ["{{ macros.ds_format(ds, '%Y-%m-%d', '%Q') }}", /^template-format@37 %Q is not a supported code/],
    [
      "{{ logical_date.strftime() }}",
      "template-argument@16 .strftime() takes one format in quotes: strftime('%Y-%m-%d')",
    ],
    [
      "{{ logical_date.strftime(ds) }}",
      "template-argument@25 .strftime() takes one format in quotes: strftime('%Y-%m-%d')",
    ],
    [
      "{{ logical_date.strftime(x='%Y') }}",
      "template-argument@25 .strftime() takes one format in quotes: strftime('%Y-%m-%d')",
    ],
    [
      "{{ logical_date.strftime('%Y', '%Y') }}",
      "template-argument@25 .strftime() takes one format in quotes: strftime('%Y-%m-%d')",
    ],
    ["{{ ds | replace('-') }}", "template-argument@16 | replace takes two texts in quotes: replace('-', '')"],
    ["{{ ds | lower('x') }}", "template-argument@14 | lower takes no arguments; leave its brackets empty"],
    ["{{ logical_date.in_timezone('Mars') }}", "template-argument@28 .in_timezone() takes 'Europe/London' or 'UTC'"],
    [
      "{{ logical_date.replace(day=31) }}",
      /^template-argument@24 \.replace\(\) of a date takes each of day \(1 to 28\), hour \(0 to 23\), /,
    ],
    ["{{ logical_date.replace(hour=24) }}", /^template-argument@24 \.replace\(\) of a date takes/],
    ["{{ logical_date.replace(hour=-1) }}", /^template-argument@24 \.replace\(\) of a date takes/],
    ["{{ logical_date.replace(day='1') }}", /^template-argument@24 \.replace\(\) of a date takes/],
    ["{{ logical_date.replace(constructor=1) }}", /^template-argument@24 \.replace\(\) of a date takes/],
    ["{{ logical_date.replace(day=1, day=2) }}", /^template-argument@31 \.replace\(\) of a date takes/],
    ["{{ logical_date.replace(1) }}", /^template-argument@24 \.replace\(\) of a date takes/],
    ["{{ logical_date.replace() }}", /^template-argument@16 \.replace\(\) of a date takes/],
    ["{{ 'a' | upper }}", "template-syntax@3 a template cannot change a text of your own; write it outside {{ and }}"],
    ["{{ 7 }}", "template-syntax@3 a template cannot change a number of your own; write it outside {{ and }}"],
  ])("%s", (text, fault) => {
    const found = faultsOf(text);
    expect(found).toEqual([typeof fault === "string" ? fault : expect.stringMatching(fault)]);
  });
});

describe("text that is not a template at all", () => {
  const unfinished = 'the template that begins here has no end; write }} after it, or {{ "{{" }} to pass on two braces';
  const statement = (mark: string, what: string): string =>
    `${mark} begins ${what} of Jinja, which a manifest cannot use; to pass on the characters themselves, write {{ "${mark}" }}`;

  test.each([
    ["x {{ ds", [`template-unfinished@2 ${unfinished}`]],
    ["{{ ds }", [`template-unfinished@0 ${unfinished}`]],
    ["{{", [`template-unfinished@0 ${unfinished}`]],
    ["{{ (ds", [`template-unfinished@0 ${unfinished}`]],
    ["{{ ds } {{ ts }}", [`template-syntax@6 "}" cannot be used in a template; ${MAY_HOLD}`]],
    ["{{ 'a }}", ["template-syntax@3 the text that begins here has no end; write ' after it, on the same line"]],
    ['{{ "a\nb" }}', ['template-syntax@3 the text that begins here has no end; write " after it, on the same line']],
    [
      "{{ 'a\\'b' }}",
      ["template-syntax@3 a text in quotes inside a template cannot hold a backslash; write it outside of {{ and }}"],
    ],
    [
      "{% if ds %}x{% endif %}",
      [
        `template-statement@0 ${statement("{%", "a statement")}`,
        `template-statement@12 ${statement("{%", "a statement")}`,
      ],
    ],
    ["${#a} {{ dss }}", [`template-statement@1 ${statement("{#", "a comment")}`]],
    ["{# {{ x }} #}{{ ds }}", [`template-statement@0 ${statement("{#", "a comment")}`]],
    [
      "{% raw %} {{ dss }}",
      [
        `template-statement@0 ${statement("{%", "a statement")}`,
        "template-unknown@13 a template has no dss; did you mean ds?",
      ],
    ],
    ["{{- ds }}", ["template-syntax@2 - cannot follow {{; remove it"]],
    ["{{+ ds }}", ["template-syntax@2 + cannot follow {{; remove it"]],
    ["{{ ds -}}", [`template-syntax@7 }} is not expected here; ${MAY_HOLD}`]],
    ["{{ }}", [`template-syntax@3 }} is not expected here; ${MAY_HOLD}`]],
    ["{{ ds ts }}", [`template-syntax@6 ts is not expected here; ${MAY_HOLD}`]],
    ["{{ ds 'x' }}", [`template-syntax@6 a text in quotes is not expected here; ${MAY_HOLD}`]],
    ["{{ ds, ts }}", [`template-syntax@5 , is not expected here; ${MAY_HOLD}`]],
    ["{{ ds.'x' }}", [`template-syntax@6 a text in quotes is not expected here; ${MAY_HOLD}`]],
    ["{{ ds | 1 }}", [`template-syntax@8 1 is not expected here; ${MAY_HOLD}`]],
    ["{{ (ds }}", [`template-syntax@7 }} is not expected here; ${MAY_HOLD}`]],
    ["{{ ds | replace('a' 'b') }}", [`template-syntax@20 a text in quotes is not expected here; ${MAY_HOLD}`]],
    ["{{ logical_date.add(days=-x) }}", [`template-syntax@26 x is not expected here; ${MAY_HOLD}`]],
    ["{{ logical_date.add((days)=1) }}", [`template-syntax@26 = is not expected here; ${MAY_HOLD}`]],
    ["{{ -1 }}", [`template-syntax@3 - cannot follow {{; remove it`]],
    ["{{ ds[:4] }}", [/^template-syntax@6 ":" cannot be used/]],
    [
      "{{ ds[0] }}",
      [`template-syntax@5 square brackets are only for params["<name>"] and results["<task>"]; ${MAY_HOLD}`],
    ],
    [
      "{{ params['days' }}",
      [`template-syntax@9 square brackets are only for params["<name>"] and results["<task>"]; ${MAY_HOLD}`],
    ],
    ['{{ "a" * 10000000000 }}', [`template-syntax@7 * cannot be used in a template; ${MAY_HOLD}`]],
    ["{{ ds ~ ts }}", [`template-syntax@6 ~ cannot be used in a template; ${MAY_HOLD}`]],
    ["{{ ds\u00a0}}", [`template-syntax@5 "\\u00a0" cannot be used in a template; ${MAY_HOLD}`]],
    ["{{ 👩 }}", [`template-syntax@3 "👩" cannot be used in a template; ${MAY_HOLD}`]],
    [
      "{{ logical_date.add(days=007) }}",
      ["template-syntax@25 a template cannot contain the number 007; write at most 9 digits, without a leading 0"],
    ],
    [
      "{{ logical_date.add(days=1234567890) }}",
      [
        "template-syntax@25 a template cannot contain the number 1234567890; write at most 9 digits, without a leading 0",
      ],
    ],
    [
      "{{ dss }} {{ conn }} {{ ds }}",
      [expect.stringMatching(/^template-unknown@3 /), expect.stringMatching(/^template-refused@13 /)],
    ],
  ])("%j", (text, faults) => {
    expect(faultsOf(text)).toEqual(
      faults.map((one): unknown => (one instanceof RegExp ? expect.stringMatching(one) : one)),
    );
  });

  test("a template has at most 500 characters, at any depth of nesting", () => {
    const tooLong = ["template-too-long@1 a template has at most 500 characters between {{ and }}; shorten it"];
    expect(faultsOf(`x{{ ${"(".repeat(100_000)} }}`)).toEqual(tooLong);
    expect(faultsOf(`x{{ ds${" | lower".repeat(100_000)} }}`)).toEqual(tooLong);
    expect(faultsOf(`{{ ds${" ".repeat(495)}}}`)).toEqual([]);
    expect(faultsOf(`{{ ds${" ".repeat(496)}}}`)).toHaveLength(1);
    expect(faultsOf(`{{ ${"(".repeat(240)}ds${")".repeat(240)} }}`)).toEqual([]);
  });

  test("the time to read many templates grows in proportion to their number", () => {
    const { value, faults } = readValue("{{ ds }}".repeat(30_000), SCOPE);
    expect([faults.length, typeof value === "string" ? 0 : value.pieces.length]).toEqual([0, 30_000]);
    expect(readValue("{{ ".repeat(80_000), SCOPE).faults).toHaveLength(1);
    expect(readValue("{{ * }}".repeat(30_000), SCOPE).faults).toHaveLength(30_000);
  });
});

describe("names that Airflow 3 does not have", () => {
  test.each([
    ["execution_date", "logical_date"],
    ["next_execution_date", "data_interval_end"],
    ["next_ds", "data_interval_end | ds"],
    ["next_ds_nodash", "data_interval_end | ds_nodash"],
    ["prev_execution_date", "(logical_date - macros.timedelta(days=1))"],
    ["prev_ds", "(logical_date - macros.timedelta(days=1)) | ds"],
    ["prev_ds_nodash", "(logical_date - macros.timedelta(days=1)) | ds_nodash"],
    ["tomorrow_ds", "(logical_date + macros.timedelta(days=1)) | ds"],
    ["tomorrow_ds_nodash", "(logical_date + macros.timedelta(days=1)) | ds_nodash"],
    ["yesterday_ds", "(logical_date - macros.timedelta(days=1)) | ds"],
    ["yesterday_ds_nodash", "(logical_date - macros.timedelta(days=1)) | ds_nodash"],
  ])("%s is an error there, and a warning on Airflow 2, both with the correction", (name, instead) => {
    const message = `Airflow 3 has no ${name}; write ${instead}`;
    expect(faultsOf(`a{{ ${name} }}`)).toEqual([`template-removed@4 ${message}`]);
    expect(piecesOf(`a{{ ${name} }}`, 2)).toEqual(["a", { fact: name }]);
    expect(readValue(`a{{ ${name} }}`, { ...SCOPE, airflow: 2 }).warnings).toMatchObject([
      { code: "template-outdated", at: 1, message },
    ]);
    expect(piecesOf(`{{ ${instead} }}`)).not.toBeUndefined();
  });

  test("no other names give a warning", () => {
    expect(readValue("{{ ds }}{{ params.days }}x", { ...SCOPE, airflow: 2 }).warnings).toEqual([]);
    expect(faultsOf("{{ next_dss }}")).toEqual([
      `template-unknown@3 next_dss cannot be used in a template: ${MAY_HOLD}`,
    ]);
    expect(faultsOf("{{ next_dss }}", 2)).toEqual([
      "template-unknown@3 a template has no next_dss; did you mean next_ds?",
    ]);
  });
});

describe("formats of dates", () => {
  test.each([
    "",
    "%Y-%m-%d",
    "%-d %b",
    "100%%",
    "%%Y",
    "%F %T",
    "text",
    "%a%A%b%B%c%d%D%e%f%F%G%H%I%j%m%M%p%S%T%u%U%V%w%W%x%X%y%Y%z%Z",
  ])("%j is accepted", (format) => {
    expect(piecesOf(`{{ logical_date.strftime('${format}') }}`)).toEqual([
      { fact: "logical_date", steps: [["strftime", format]] },
    ]);
  });

  test.each([
    ["%Q", 26, "%Q"],
    ["%Y%", 28, "%"],
    ["%Y%Q", 28, "%Q"],
    ["%9999999d", 26, "%9"],
    ["%_d", 26, "%_"],
    ["%Ey", 26, "%E"],
    ["%-Y", 26, "%-"],
    ["%%%", 28, "%"],
    ["%s", 26, "%s"],
  ])("%j is not", (format, at, code) => {
    expect(faultsOf(`{{ logical_date.strftime('${format}') }}`)).toEqual([
      `template-format@${at} ${code} is not a supported code of strftime; write %Y, %m, %d, %H, %M, %S, %j, %b or %A, and %% for a per cent sign`,
    ]);
  });
});

test.each([
  ["check", "rows", "results.check.rows"],
  ["phase-one", "a b", 'results["phase-one"]["a b"]'],
])("the field of a result is named so that a template can read it: %s %s", (result, field, reference) => {
  expect(resultReference(result, field)).toBe(reference);
  const scope = { ...SCOPE, task: "load", tasks: { [result]: [], load: [result] } };
  expect(readValue(`{{ ${reference} }}`, scope)).toMatchObject({ value: { pieces: [{ result, field }] }, faults: [] });
});
