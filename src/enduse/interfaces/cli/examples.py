"""What stands below the options in the help of each command: what to know, and examples."""

from __future__ import annotations

EXAMPLES = {
    "init": """\
Examples:
  enduse init                       make ./.enduse (or the folder that ENDUSE_WORKSPACE names)
  enduse init /data/desk/enduse     make it somewhere else""",
    "load": """\
SOURCE may be left out where the files themselves show whose they are; SOURCE
alone fetches the list from its publisher.
The day of a version is --published, else what the files print, else today.
Loading the same bytes again changes nothing; an older version may come later.

Examples:
  enduse load sdn.csv add.csv alt.csv        files of one version; the source is detected
  enduse load uk_ofsi list.csv               name the source: enduse sources lists them
  enduse load us_ofac_sdn                    fetch it from its publisher
  enduse load uk_ofsi - < list.csv            from standard input
  enduse load --map Firm=name --map Land=country --set topics=sanction --name denied firms.xlsx
  enduse load --name us-csl entities.ftm.json FollowTheMoney entities, as a list of that name""",
    "read": """\
Papers are letters, cables, notices, charging papers, reports: text, HTML, PDF, DOCX, mails, ZIP archives.
Without --marking, what a paper does not mark is shown to nobody but you.
A folder is read with all below it; stopped at any moment, the same command goes on where it was.
Exit code 4 tells that some papers were refused, 3 that all were.
With --facts no workspace is needed: where there is none, the facts are written and nothing else is kept.

Examples:
  enduse read letters/*.txt
  enduse read --marking UNCLASSIFIED notice.html        everybody may see it
  enduse read --source partner-notes --marking "SECRET//REL TO DE" --grade B2 note.pdf
  enduse read --source desk --facts out/ letter.txt     also write the facts as JSON files
  enduse read --facts out/ --report report.jsonl archive/   a whole folder
  enduse read --model --marking UNCLASSIFIED notice.txt     also ask the language model of the settings
  enduse read --ocr scan.pdf                            also read pictures (the extra enduse[ocr])
  enduse read --names cable.txt                         also take names that a local model proposes""",
    "screen": """\
A hit is a proposal with reasons for and against; a score is no verdict. What no
loaded list could answer is said, not passed over.

Examples:
  enduse screen "Example Trading LLC"
  enduse screen --country ir --kind Company "Example Industries"
  enduse screen - < names.txt                one name a line
  enduse --as-of 2024-06-30 screen "Example Trading LLC"   the lists of that day
  enduse screen --in customers.csv --out hits.jsonl --report report.jsonl
  enduse screen --in parties.parquet --out hits.parquet --top 3 --min-score 0.85 --jobs 4
  enduse screen --in export.csv --map Firma=name --map Land=country --out hits.csv --resume

Columns of a file: id, name, kind, country, birth_date, aliases, address, nationality, identifiers
(taxNumber=123) and FollowTheMoney's properties (imoNumber); docs/reference/party-file.md has all.
With --in the summary goes to standard error, and exit code 4 tells that some rows were not screened.""",
    "compare": """\
Each line of the input is one pair, in FollowTheMoney's property names:
  {"schema": "Person", "a": {"name": ["..."], "country": ["fr"]}, "b": {"name": ["..."]}}
Each line of the output answers the line in its place: {"score": 0.97, "reasons": [...]}.
0.5 and more means one party; the score is the chance of that, at even chances before.
A line that cannot be read is answered with a null score and the error. Input whose
name ends in .gz is unpacked. Counts and faults go to standard error.

Examples:
  enduse compare --in pairs.jsonl --out scores.jsonl
  enduse compare < pairs.jsonl > scores.jsonl""",
    "resolve": """\
A pair is a proposal with reasons for and against; strong pairs are shown together
as clusters, and nothing is merged in the record. What a person judges counts from then
on, for every reader who may see all that the judge saw of both; a newer judgement
replaces it and --undo opens the question again. With --in no workspace is needed.

Examples:
  enduse resolve                                            proposals over everything visible
  enduse resolve --between table us_ofac_sdn --min-score 0.8
  enduse resolve --open --limit 100                         what is left to judge
  enduse resolve --same ID ID --reason "one tax number, one address"
  enduse resolve --different ID ID --reason "father and son" --until 2027-01-31
  enduse resolve --undo ID ID --reason "the tax number was misread"
  enduse resolve --in customers.csv --out doubles.jsonl     the doubles of a file""",
    "judge": """\
A decision counts for the party as it was asked: the name with the country, kind, birth date
and identifiers. It ends on --until, and when anything visible of the entity changes; the hit
is then open again and says why. A later decision on the same hit takes its place.

Examples:
  enduse judge different "Example Trading LLC" us_ofac_sdn-1234 --reason "another registration number"
  enduse judge different C-17 us_ofac_sdn-1234 --in customers.csv --reason "born 1962, not 1980" --until 2027-01-31
  enduse judge undo "Example Trading LLC" us_ofac_sdn-1234 --reason "the register was misread"
  enduse judge settle A-17 PAY-02 --reason "the payer is the parent" --document answer.pdf --until 2027-01-31
  enduse judge settle order.yaml ownership --reason "register extract of 3 May"
  enduse judge holds A-17 suspect:missile --reason "two reports name the works"
  enduse judge reopen A-17 PAY-02 --reason "another payer was named"

A settled flag or gate stands again on --until, and when it rests on other facts than it did then.""",
    "judgements": """\
Examples:
  enduse judgements
  enduse --known-by 2024-06-30 judgements --json            what had been decided by then""",
    "portfolio": """\
A portfolio is read like a file for screen --in; docs/reference/party-file.md tells its columns.
A newer file of the same name takes the place of the older one; an earlier --known-by shows that one.

Examples:
  enduse portfolio add customers customers.csv
  enduse portfolio add suppliers export.csv --map Firma=name --marking TLP:AMBER
  enduse portfolio list
  enduse portfolio remove suppliers""",
    "changes": """\
Only what changed in the lists is compared, so the cost grows with the change.

Examples:
  enduse changes customers                                since the last --seen, or since it was kept
  enduse changes customers --seen                         the same, and begin from here next time
  enduse changes customers --from 2024-01-01 --to 2024-06-30
  enduse changes customers --since 2024-06-30T08:00:00Z --json
  enduse changes --since 2024-06-30                       kept orders, all portfolios and past decisions
  enduse changes --from 2024-01-01 --to 2024-06-30 --json""",
    "orders": """\
A kept order is assessed once and kept with that assessment; enduse changes tells when it answers differently. A newer
file of the same reference takes the place of the older one. Outcomes measure what flags are worth (enduse flags
--worth); they never change an assessment.

Examples:
  enduse orders keep order.yaml
  enduse orders list
  enduse orders outcome A-17 seized --on 2026-03-02 --reason "found at the border with another consignee"
  enduse orders remove A-17""",
    "flags": """\
The worth of a flag is the share of orders that ended badly (seized, refused) among those that met it, beside those that
answered it with no, each with its interval of 95 %. Few orders make wide intervals: read them before the shares.

Examples:
  enduse flags
  enduse flags --worth --json
  enduse flags --worth --answers answers.jsonl --outcomes outcomes.csv""",
    "classify": """\
The file holds one item, several, or an order; enduse schema item describes it.

Examples:
  enduse classify machine.yaml
  enduse classify machine.json --json --regime EU --date 2025-12-01 --entry 2B001.b.2
  enduse classify --regime EU --regime US machine.yaml
  enduse classify --in catalogue.csv --out answers.jsonl --map Verfahrweg_X=X.travel_mm
  enduse classify --in catalogue.csv --out moved.csv --moved-between 2021-10-01 2025-12-01
  enduse --as-of 2019-05-01 classify machine.yaml           the law of that day""",
    "entries": """\
Without TEXT all entries. An entry that is not evaluated has to be held against the text of the list by a person.

Examples:
  enduse entries 2B
  enduse entries vacuum pump --regime EU
  enduse entries 3A2 --regime US --json""",
    "jurisdiction": """\
Asked first, before any list: made_in, exported_from, destination, us_content_percent, transfer, acting_from,
exporter_established_in and transit_through stand in the item file, or follow from the route of an order.

Examples:
  enduse jurisdiction machine.yaml
  enduse jurisdiction order.yaml --regime EU --regime US
  enduse --as-of 2024-05-01 jurisdiction machine.yaml --json""",
    "goods": """\
CODE is a customs code of four to ten digits; the shorter, the more stays open.

Examples:
  enduse goods 8457.10 --to RU
  enduse goods 85423110
  enduse --as-of 2022-05-01 goods 840410 --to RU --json""",
    "find": """\
Capitals and accents make no difference; other scripts are found by their usual spelling in Latin letters.

Examples:
  enduse find Fellgate lathe
  enduse find "maraging steel" Fellgate         words in quotes stand together
  enduse find HX200B                            also HX-200B and HX/200.B
  enduse find "+49 30 5550199"                  however its digits are grouped
  enduse --audience DE find Fellgate --json     what this reader may see, counted and ranked as if it were all""",
    "stories": """\
Papers tell one story where they name the same party and another party, model or goods, within some months. Those told
to most come first. Papers that you may not see as a whole take no part.

Examples:
  enduse stories
  enduse stories Fellgate                       those that name Fellgate
  enduse stories 10STATE1001 --json             those that this paper is part of
  enduse --audience DE stories --limit 50""",
    "compare-papers": """\
Papers are read by their labels in English (Seller:, Consignee:, Gross weight: ...) and a table of goods by
its headings. Nothing is kept; no workspace is needed. A draft order is for a person to check.

Examples:
  enduse compare-papers order.pdf invoice.pdf packing-list.docx
  enduse compare-papers --order draft.yaml order.txt invoice.txt end-use.txt
  enduse assess draft.yaml                      ask everything about the draft""",
    "review": """\
A judgement is about what a paper says of somebody, wherever in it that stands; it holds when the
paper is read again. What was read stays in the record as it was.

Examples:
  enduse review letters/note.txt
  enduse review --open 43e943979418
  enduse review --rejected letters/note.txt    what a language model proposed in vain
  enduse review --accept 4476ae6898dd 7ee5551d1ba1
  enduse review --reject 401959e314b8 --reason "the supplier, not a front"
  enduse review --correct 507db4b8806d "3 units" --reason "the list has three"
  enduse review --undo 401959e314b8""",
    "products": """\
Claims come from files of your own: enduse load products claims.csv. An item that names its maker and model is
classified with what is claimed of it where it is silent itself.

Examples:
  enduse products
  enduse products Examplar MX-500
  enduse products --json""",
    "denials": """\
Denials, own refusals, alerts and enquiries come from files of your own: enduse load denials FILE (a table, JSON Lines
or YAML; enduse sources denials names the columns). Each is told as it stands on --as-of.

Examples:
  enduse denials                              the newest of them
  enduse denials "machining centre" xc        that hold all these words
  enduse denials --state "in force" --json
  enduse denials --like order.yaml            that the order resembles, and why
  enduse denials --revoke denial-0123456789abcdef0123 --reason "withdrawn by the note of 3 May\"""",
    "license": """\
ENTRY is an entry of a control list or a paragraph of it, as enduse classify prints it.

Examples:
  enduse license 2B001.b.2 --to CN
  enduse license 1C216 3A225 --to "South Korea" --regime US
  enduse license 9A012.a.1 --to IN --json""",
    "trace": """\
PARTY is a name or the id of an entity that enduse screen printed.

Examples:
  enduse trace "Example Trading LLC"
  enduse trace --limit 5 --json "Example Trading LLC\"""",
    "assess": """\
The order file is YAML or JSON; enduse schema order describes it.

Examples:
  enduse assess order.yaml
  enduse assess --json - < order.yaml
  enduse --known-by 2024-03-01 assess order.yaml            what could be known then
  enduse assess --in declarations.csv --out answers.jsonl --worklist first.jsonl --top 200
  enduse assess --in export.parquet --map Warencode=hs_code --out answers.jsonl --jobs 4 --resume
  enduse assess --in shipments.csv --licenses licenses.csv --out answers.jsonl
  enduse assess --in orders.jsonl --out answers.jsonl       one whole order a line

With --in the summary goes to standard error, and exit code 4 tells that some rows were not assessed.
docs/reference/declaration-file.md tells the columns, and which flags they answer.""",
    "schema": """\
Examples:
  enduse schema                     list the schemas
  enduse schema order               print one, complete in itself
  enduse schema item machine_tool   what a machine tool can state, and which entries ask for it""",
    "check": """\
Every document is read and its SHA-256 compared, every event of the log is named anew from what it says and what it
follows. Exit code 6 tells that something is missing or changed: restore a backup. Damaged files of the index need
nothing: they are made again from the record when they are next asked.

Examples:
  enduse check
  enduse check --json""",
    "erase": """\
For what law forbids to keep; a wrong fact is rejected with enduse review, an order is removed with enduse orders.
Nothing brings the paper back. The log keeps its hash, who erased it, when and why; backups keep what they hold.

Examples:
  enduse erase 3fa9c21b07de --reason "order of the court of 3 May"
  enduse erase letter.txt --reason "sent by mistake"   the file tells which""",
    "show": """\
ID is what stands after "show" behind every citation: a statement, a document,
an entity or a line of an order.

Example:
  enduse show 0123456789abcdef0123456789abcdef""",
    "sources": """\
Examples:
  enduse sources                    all of them
  enduse sources table              one: its files, its terms, what to know
  enduse sources --versions un_sc   every version of it that is held
  enduse sources --json""",
    "delta": """\
Entities added, withdrawn and changed, each with the statements that tell so.
The counts are always whole; --limit and --all say how many entities are told.

Examples:
  enduse delta us_ofac_sdn                     the newest version against the one before
  enduse delta un_sc --from 2024-01-01 --to 2024-06-30
  enduse delta table:suppliers --all --json""",
    "demo": """\
Runs on invented names in a folder that is removed again; needs no workspace.

Example:
  enduse demo""",
}
