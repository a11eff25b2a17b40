package main

// boundGroup is a table of docs/limits.md.
type boundGroup struct {
	title string
	about string
	rows  []boundRow
}

// boundRow describes a bound. Its value is read from the code.
type boundRow struct {
	what string
	// of is a flag of serve (--max-body), a constant (server/internal/record.maxFile),
	// or a key of computedBounds.
	of string
	// unit is what is counted. bytes are written as KiB and MiB; a duration needs none.
	unit  string
	why   string
	above string
	// flag is the flag of a bound whose value is read from elsewhere.
	flag string
}

// boundGroups are all bounds. A constant that looks like one must be here or in
// notBounds, and so must every flag of serve that takes a number or a duration.
var boundGroups = []boundGroup{
	{"Connections", "For each listener.", []boundRow{
		{"connections at a time", "--max-connections", "", "each takes memory and a file descriptor; a bot that waits says nothing, so nobody queues", "the new one takes the place of an idle or slow one; if there is none, `503` `too_many_connections`, and closed; with TLS only closed", ""},
		{"of these, how many get that reply at a time", "server/internal/listen.farewells", "", "a flood must not cost more than the connections that are served", "closed without a reply", ""},
		{"time for that reply", "server/internal/listen.farewell", "", "the client may not read it", "closed", ""},
		{"of the request that is read meanwhile", "server/internal/listen.farewellBytes", "bytes", "closing a connection with unread bytes discards the reply", "closed", ""},
		{"time for a request's header", "--read-header-timeout", "", "there is no request yet, so nothing is lost", "closed", ""},
		{"size of a header", "--max-header-bytes", "bytes", "a header is a few hundred bytes; less than 4 KiB counts as 4 KiB", "`431` `header_too_large`, without TLS; with TLS closed", ""},
		{"time between two requests", "--idle-timeout", "", "longer than a user thinks between two messages", "closed", ""},
		{"time for a client to take a reply", "--write-timeout", "", "a client that never reads must not hold a reply in memory", "closed", ""},
		{"time for a stop to answer what is in flight", "--drain", "", "an orchestrator kills after 30 s", "the rest is closed; exit code 4", ""},
		{"path of a Unix socket", "server/internal/listen.maxSocket", "bytes", "the shortest limit of the systems", "the server does not start", ""},
		{"time to find out whether somebody listens on a socket", "server/internal/listen.dialTimeout", "", "an old file of a socket is replaced, one in use is not", "counts as in use", ""},
		{"time for a stop to accept the connections that wait, where new ones cannot be kept out", "server/internal/listen.longestDrain", "", "each connection that came before the stop is answered", "the listener is closed", ""},
		{"connections that a stop accepts after that", "server/internal/listen.backlog", "", "as many as the system lets wait", "the listener is closed", ""},
		{"at a stop, time for a connection without a whole header", "server/internal/listen.newGrace", "", "the request may be on the way", "closed", ""},
		{"after the last connection is accepted, time for a body that does not come at `--min-read-rate`", "server/internal/listen.bodyGrace", "", "it was accepted, and may go on", "`408` `body_too_slow`", ""},
		{"at a stop, time for a connection that was answered", "server/internal/listen.IdleGrace", "", "a client that sends within it learns that the connection ends", "closed", ""},
	}},
	{"Requests", "", []boundRow{
		{"size of a body, after decompression", "--max-body", "bytes", "a conversation of thousands of turns is a few MiB", "`413` `body_too_large`", ""},
		{"memory for all requests in flight", "--max-inflight-bytes", "bytes", "four of the largest bodies; the memory limit of a container must have room for it", "`503` `overloaded`, after a wait", ""},
		{"time for a whole body", "--read-timeout", "", "64 MiB at about 900 kbit/s", "`408` `body_too_slow`", ""},
		{"least rate of a body, over any 10 seconds", "--min-read-rate", "bytes/s", "single bytes must not hold a connection for minutes", "`408` `body_too_slow`", ""},
		{"depth of a body", "--max-json-depth", "levels", "Python's own reader gives up at about a thousand; parts that are not read may be deeper", "`400` `json_too_deep`", ""},
		{"the greatest value of that flag", "httpapi.MostJSONDepth", "levels", "a check of the whole body remembers every open bracket", "the server does not start", "--max-json-depth"},
		{"ids of a request", "internal/wire.MaxIDs", "", "each eligible variation looks for its own among them", "`413` `request_too_expensive`", ""},
		{"depth of a slot or an argument", "internal/python.MaxJSONDepth", "levels", "Python could not read it either", "`400` `json_too_deep`", ""},
		{"digits of an integer in a slot", "internal/python.MaxIntDigits", "", "Python's own limit: the time grows with the square", "`400` `not_json`", ""},
		{"`X-Request-ID` of a client", "httpapi.maxID", "characters", "it is repeated in logs and traces", "another id is generated", ""},
		{"code of a language in a request", "nlg.maxCode", "bytes", "longer than any code", "ignored, as if the request named no language", ""},
		{"secret in a request, as it is written there", "server/internal/access.maxSecret", "bytes", "it is hashed without memory of its own; a secret of the server may have half as many", "`401` `unauthorized`", ""},
		{"unknown response name for which similar ones are looked up", "nlg.longestSuggested", "bytes", "a longer name is not a typo", "none are suggested", ""},
		{"similar names in a reply or log line", "nlg.maxSuggestions", "", "the first is nearly always the right one", "left out", ""},
		{"scrapes of `/metrics` at a time", "server/internal/metrics.maxScrapes", "", "each writes all metrics", "`503`", ""},
		{"diagnostics in the reply to a reload and in the status", "server.mostShown", "", "a generated file can have an error in each line", "left out; the counts are of all", ""},
		{"memory for one request beside its body: decoded values, indexes, and the reply", "--max-request-memory", "bytes", "a slot of 1 MiB can take thirty times as much when it is decoded", "`413` `request_too_expensive`", ""},
		{"the least value of `--max-inflight-bytes`", "httpapi.LeastInFlight", "bytes", "less would refuse usual requests", "the server does not start", "--max-inflight-bytes"},
		{"wait for that memory, up to four times as long for a request of more than 1 MiB", "internal/budget.poolWait", "", "most requests end sooner", "`503` `overloaded`", ""},
		{"wait of a long request for its turn", "internal/budget.gateWait", "", "only half of the processors are for long work, so that short requests find one free", "`503` `overloaded`", ""},
		{"such a turn, while others wait", "internal/budget.slice", "", "each of them gets a turn soon, and one that has had none first", "the next turn", ""},
		{"compressed body that needs no turn", "httpapi/internal/intake.freely", "bytes", "inflating it is short", "it waits for its turn", ""},
		{"of such a body, what is inflated without a turn", "httpapi/internal/intake.inflatedFreely", "bytes", "the same", "it waits for its turn", ""},
		{"of a compressed body, what is read before it is inflated", "httpapi/internal/intake.readAhead", "bytes", "a client that stops in the middle must not hold what a part inflates to", "the rest is read while it is inflated", ""},
		{"body of a request to reload", "httpapi.ignoredBytes", "bytes", "the body is not used", "closed", ""},
	}},
	{"Evaluation", "A condition that costs too much is false, and a text that costs too much goes out unfilled; both are logged and counted (`nlg_selections_cut_total`, `nlg_render_problems_total`).", []boundRow{
		{"work of one request's conditions and texts", "internal/budget.DefaultWork", "units of up to 50 ns", "a few hundred units are usual", "conditions are false, texts unfilled", ""},
		{"work of reading one request's slots and arguments", "internal/budget.DefaultReading", "units of up to 50 ns", "apart from the above, so that costly conditions do not make slots unreadable", "`422` `request_too_expensive`", ""},
		{"size of a text that `{name}` fills", "interpolate.MaxSize", "bytes", "widths and precisions can come from slots", "unfilled", ""},
		{"work of one Jinja template", "interpolate/jinja.DefaultLimits.Steps", "steps", "a message needs a few dozen", "unfilled", ""},
		{"result of a Jinja template, and each text on the way", "interpolate/jinja.DefaultLimits.Output", "bytes", "far above what any channel takes", "unfilled", ""},
		{"depth of Jinja's macros and recursive loops", "interpolate/jinja.DefaultLimits.Depth", "levels", "below where Python gives up", "unfilled", ""},
		{"integers in Jinja", "interpolate/jinja.maxIntBits", "bits", "Python prints none of more than about 14,300", "unfilled", ""},
		{"depth of lists and maps that Jinja prints or compares", "interpolate/jinja.maxDataDepth", "levels", "a little more than a request can bring", "unfilled", ""},
		{"rendered predicate, of one that holds Jinja", "selector/predicate.maxLength", "bytes", "the time to read it", "the condition is false", ""},
		{"parsed predicates that one with Jinja remembers", "selector/predicate.maxRemembered", "", "few slots take part, and they have few values", "parsed again", ""},
		{"length of such a predicate", "selector/predicate.maxRememberedLength", "bytes", "longer ones hold what a client sent", "parsed again", ""},
		{"work of one regular expression", "internal/python/regex.MaxWork", "units of up to 50 ns", "a pattern that backtracks may take years", "the condition is false", ""},
		{"text that is not ASCII, for a pattern that backtracks", "internal/python/regex.maxDecoded", "bytes", "it takes four bytes for each character", "the condition is false", ""},
		{"choices that a pattern which backtracks keeps open", "internal/python/regex.maxStack", "", "each takes 20 bytes", "the condition is false", ""},
	}},
	{"Content", "A file or content above its bound is rejected, and the last good content keeps serving. A condition or text above its bound is an error to its author; the rest of the content loads.", []boundRow{
		{"one file", "internal/source/files.DefaultMaxFileSize", "bytes", "a hundred times the size of real assistants", "`NLG013`", ""},
		{"all files", "internal/source/files.DefaultMaxTotalSize", "bytes", "as above", "`NLG013`", ""},
		{"files and directories", "internal/source/files.DefaultMaxEntries", "", "a home directory is not content", "`NLG013`", ""},
		{"symbolic links on the way to a file that is watched", "internal/source/files.maxLinks", "", "as in Linux", "`--poll` finds the changes", ""},
		{"symbolic links on one path in a Git repository", "internal/source/git.maxLinks", "", "as in Linux", "`NLG001`", ""},
		{"values in a file, with aliases expanded", "internal/yamlsrc.DefaultMaxNodes", "", "aliases in aliases grow without end", "`NLG006`, or `NLG013` without aliases", ""},
		{"depth of lists and maps", "internal/yamlsrc.DefaultMaxDepth", "levels", "no response needs more than ten", "`NLG011`", ""},
		{"length of a predicate", "selector/predicate.maxLength", "bytes", "no person writes one so long", "`NLG051`; the condition is false", ""},
		{"depth of a predicate", "selector/predicate.maxDepth", "levels", "Rasa gives up at Python's recursion limit", "`NLG051`; the condition is false", ""},
		{"length of a regular expression", "selector/predicate.maxPattern", "bytes", "the time to compile it", "`NLG051`; the condition is false", ""},
		{"depth of its groups", "internal/python/regex.maxDepth", "levels", "Python gives up at about twice that", "`NLG052`; the condition is false", ""},
		{"depth of expressions in a Jinja template", "interpolate/jinja.maxNesting", "levels", "as Python's parser", "`NLG053`; unfilled", ""},
		{"depth of statements in a Jinja template", "interpolate/jinja.maxBlocks", "levels", "as Python's parser", "`NLG053`; unfilled", ""},
		{"copy of the last good content, unpacked", "internal/source/lastgood.maxBytes", "bytes", "twice the limit of content", "the copy counts as damaged", ""},
		{"depth of the steps of a flow", "domain.maxStepDepth", "levels", "flows are read for the names that they use", "deeper steps are not read", ""},
		{"size of the program for which the linear engine is used", "internal/python/regex.maxInsts", "instructions", "its time for a character grows with it", "the backtracking engine is used", ""},
		{"time to read the files", "internal/source/files.DefaultMaxTime", "", "a file system may not answer", "`NLG001`", ""},
		{"names in a revision of a Git repository", "internal/source/git.maxNames", "", "a repository may hold far more than content", "the revision cannot be read", ""},
		{"size of `.nlgserver.yml`", "internal/source/files.maxSettings", "bytes", "it has a few lines", "`NLG013`", ""},
		{"patterns of files to exclude", "internal/source/files.maxPatterns", "", "each is compared with each name", "`NLG013`", ""},
		{"values, variables, and parts of conditions in all files", "internal/budget.DefaultParts", "", "it takes a few seconds to compile so many", "`NLG013`", ""},
		{"length of a key", "internal/yamlsrc.maxKey", "bytes", "messages and paths repeat it", "`NLG041`", ""},
		{"length of a condition written as a string", "responses.maxPredicate", "bytes", "no person writes one so long", "`NLG041`", ""},
		{"languages of a variation", "responses.maxLanguages", "", "it is composed in each", "`NLG041`", ""},
		{"what environment variables add to one file", "internal/yamlsrc.maxGrowth", "bytes", "a variable may be long, and named many times", "`NLG013`", ""},
		{"lines that start with `%`", "internal/yamlsrc.maxDirectives", "", "each is compared with all others", "`NLG013`", ""},
	}},
	{"Reload", "", []boundRow{
		{"quiet time after a save", "--debounce", "", "longer than the pauses within one save", "the content is read", ""},
		{"the same while saves continue", "server/internal/reload.DefaultMaxWait", "", "a save is live within a third of a second", "the content is read", ""},
		{"quiet time for content that lacks responses", "--debounce-removals", "", "it may be half written", "it goes live", ""},
		{"how many times as long while it keeps changing", "server/internal/reload.settleLimit", "", "content that changes all the time goes live nevertheless", "it goes live", ""},
		{"time between two looks at content", "--poll", "", "finds changes that no watch reports, as on network file systems", "", ""},
		{"repeated looks at content that is being written", "internal/source/files.maxLooks", "", "an editor is done sooner", "it is read as it is", ""},
		{"repeated surveys while directories appear", "internal/source/files.maxSurveys", "", "the next event starts another one", "wait for the next event", ""},
		{"file of secrets, or of a certificate", "server.followMax", "bytes", "a few KiB are usual", "the old ones stay in use; at the start, the server does not start", ""},
		{"wait after it changed", "server.followSettle", "", "it may be half written", "it is read", ""},
		{"how many times `--debounce-removals` content waits while somebody is known to write it", "server/internal/reload.growLimit", "", "a slow copy takes a minute; content that changes all the time goes live nevertheless", "it goes live", ""},
		{"how many times `--debounce-removals` a file that is open for writing must not change", "server/internal/reload.openLimit", "", "a program may keep one open for ever", "it goes live", ""},
		{"time that a compilation gets after newer content has ended three", "server/internal/reload.patience", "", "content that changes all the time goes live nevertheless", "newer content ends it", ""},
		{"compilations that were canceled and still run", "server/internal/reload.maxStragglers", "", "each takes memory", "no other one begins", ""},
		{"time for a canceled compilation to end", "server/internal/reload.grace", "", "a stop must not wait for it", "it is left behind", ""},
		{"time to read secrets from a pipe at the start", "server.pipeWait", "", "a pipe that nobody writes to", "the server does not start", ""},
	}},
	{"Recording", "Only with `--record`. See [record.md](record.md).", []boundRow{
		{"requests for each response", "--record-keep", "", "the last ones show what users see", "the oldest is deleted", ""},
		{"all files", "--record-max-bytes", "bytes", "a disk is shared", "the oldest of the response that takes most space is deleted", ""},
		{"number of files", "server/internal/record.maxFiles", "", "directories get slow", "the oldest of the response that has most is deleted", ""},
		{"one request", "server/internal/record.maxRequest", "bytes", "a usual one has a few hundred bytes", "not recorded, and counted", ""},
		{"stack of the request's dialogue", "server/internal/record.maxStack", "bytes", "frames are merged, which takes a lot of memory", "not recorded, and counted", ""},
		{"one file", "server/internal/record.maxFile", "bytes", "hiding small numbers makes a file five times as large as its request", "not recorded, and counted", ""},
		{"requests that wait to be looked at", "server/internal/record.queueLength", "", "recording never delays a reply", "not recorded, and counted", ""},
		{"their memory", "server/internal/record.maxQueued", "bytes", "the same", "not recorded, and counted", ""},
		{"memory of what waits to be written", "server/internal/record.maxPending", "bytes", "files are written once a second", "the oldest of the response that takes most memory are dropped, and counted", ""},
		{"response name in a file name", "server/internal/record.maxName", "bytes", "file systems allow 255 with the time", "cut, with a hash", ""},
	}},
	{"Logs and traces", "", []boundRow{
		{"errors of rejected content", "server.mostLogged", "lines", "a generated file can have an error in each line", "left out, and their number told", ""},
		{"unused definitions of one content", "server.mostUnused", "lines", "the same", "left out, and their number told", ""},
		{"name from a request in a log line or a metric", "nlg.Shorten.longest", "bytes", "clients may send anything", "cut", ""},
		{"time to send traces", "server/internal/tracing.defaultTimeout", "", "the default of the specification; `OTEL_EXPORTER_OTLP_TIMEOUT` changes it", "dropped, and counted", ""},
		{"lines of one kind of refusal in a period", "internal/loglines.Burst", "", "a client must not fill the disk", "left out, and their number told", ""},
		{"that period", "internal/loglines.Period", "", "a flood takes a line every few seconds", "", ""},
		{"lines that wait for a log that is not read", "internal/loglines.Buffer", "bytes", "a log that stalls must not stall the server", "left out, and their number told", ""},
		{"slots, arguments, and reply in a line of `--log-content`", "httpapi.longestContent", "bytes", "a slot can have megabytes", "cut", ""},
	}},
	{"Command line", "", []boundRow{
		{"diagnostics of one file", "internal/yamlsrc.maxProblems", "", "one mistake can be in each line of a generated file", "left out", ""},
		{"forbidden characters that are reported in a file", "internal/yamlsrc.maxBadCharacters", "", "a file with more is not text", "left out", ""},
		{"line that a diagnostic shows", "internal/yamlsrc.maxSourceLine", "bytes", "a file of one line may have megabytes", "cut", ""},
		{"words of two texts that `diff` compares", "compare.maxCells", "pairs", "the time grows with the square", "the texts count as entirely different between their common start and end", ""},
		{"variations that `diff` compares for likeness", "compare.maxLikeness", "pairs", "the same", "they count as removed and added", ""},
		{"time to complete a word of the command line", "cmd/nlgserver.completionTime", "", "a person waits", "nothing is completed", ""},
		{"`credentials.yml` that `validate` reads", "cmd/nlgserver.maxCredentials", "bytes", "a larger file is something else", "not read", ""},
		{"diagnostics of the responses of one file", "responses.maxFindings", "", "one mistake can be in each line of a generated file", "left out, and their number told", ""},
		{"diagnostics of all files", "nlg.maxFindings", "", "the same", "left out, and their number told", ""},
	}},
}

// notBounds are constants that look like bounds of the server and are none, by the
// reason. A * stands for any name.
var notBounds = map[string][]string{
	"how much of something is shown to a reader": {
		"responses.mostInText", "httpapi.longestReason", "internal/hostile.mostFiles",
		"interpolate.longText",
		"internal/yamlsrc.maxMessage",
		"interpolate/jinja.longestShown",
		"internal/diag.*", "internal/yamlsrc.maxHint", "internal/yamlsrc.maxUnset", "internal/yamlsrc.maxPairs", "interpolate.maxFound", "lint.*",
		"nlg.namesShown", "responses.longest*", "responses.*.most", "cmd/nlgserver.maxCompared", "channels.MaxNames", "selector/predicate.maxEdits",
		"selector/predicate.maxMended", "interpolate/jinja.nearestOf.limit", "internal/source/files.whyNothing.most", "internal/document.longestLine", "responses.maxWays",
		"internal/invisible.around.most", "internal/wire.tooExpensive.longest",
	},
	"a property of Python, of Unicode, of YAML, or of an integer": {
		"internal/source/lastgood.maxVersion",
		"internal/yamlsrc.maxIntBits",
		"nlg.longestEscape",
		"internal/python/text.longestFold",
		"internal/python.longestFloat",
		"internal/python/format.*", "internal/yamlsrc.deepest", "interpolate/jinja.asIndex.most", "interpolate/jinja.maxRange",
		"responses.maxFold", "internal/python.maxNesting", "selector/predicate.keyword.longest", "server/internal/record.isLanguageCode.longest",
	},
	"the value of another bound, or the default of a flag": {
		"nlg.maxIDs",
		"internal/wire.MaxDepth", "server.MostJSONDepth", "server/internal/record.Default*", "server/internal/reload.Default*", "internal/budget.Default*", "internal/budget.poolWait",
	},
	"how work is divided, which no client notices": {
		"internal/source/files.maxHead",
		"internal/yamlsrc.maxBulk",
		"internal/yamlsrc.bulkUnit",
		"internal/yamlsrc.maxProlog",
		"nlg.ahead",
		"nlg.maxKeptProblems",
		"internal/python/regex.kept*",
		"interpolate/jinja.unitsPerStep",
		"interpolate/jinja.heldPerStep",
		"internal/python/regex.tableEntries*",
		"internal/python/regex.max*",
		"internal/wire.indexFrom", "internal/yamlsrc.maxRun", "server/internal/background.*", "server.garbage", "internal/python/regex.clockTick", "internal/budget.UnitNanoseconds",
	},
}

// flagsWithoutBound are flags of serve that take a number or a duration and bound
// nothing.
var flagsWithoutBound = []string{"seed", "shutdown-delay"}
