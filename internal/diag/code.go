package diag

// Code is the stable name of a kind of diagnostic.
type Code string

// Reading YAML: 001 to 019.
const (
	Unreadable     Code = "NLG001" // a file or directory cannot be read
	YAMLSyntax     Code = "NLG002" // not YAML
	DuplicateKey   Code = "NLG003" // the same key twice in one map
	UnknownTag     Code = "NLG004" // a tag such as !foo
	CyclicAlias    Code = "NLG005" // an alias that contains itself
	AliasExplosion Code = "NLG006" // aliases that unfold to too much
	ManyDocuments  Code = "NLG007" // more than one document in a file
	UnsetVariable  Code = "NLG008" // ${VAR} without a value
	BadScalar      Code = "NLG009" // a scalar that YAML 1.2 refuses, as a bare =
	BadEncoding    Code = "NLG010" // not UTF-8, or a forbidden character
	TooDeep        Code = "NLG011" // nested too deeply
	BadMergeKey    Code = "NLG012" // << with something other than a map
	TooLarge       Code = "NLG013" // a file that is too large to be content
)

// The shape of response files: 020 to 049.
const (
	NoResponses       Code = "NLG020" // nothing to serve
	NotADomain        Code = "NLG021" // the top level is not a map
	WrongType         Code = "NLG022" // a key with a value of the wrong type
	NoTextOrCustom    Code = "NLG023" // a variation without text and custom
	UnknownKey        Code = "NLG024" // a key that Rasa does not know
	ConditionItem     Code = "NLG025" // a condition item without name or value
	ConditionType     Code = "NLG026" // a condition whose type is not slot
	DuplicateResponse Code = "NLG027" // a name that an earlier file defines
	LegacyForm        Code = "NLG028" // templates: or a bare string
	VersionKey        Code = "NLG029" // version missing its quotes, or newer
	NotJSON           Code = "NLG030" // a value that JSON cannot carry
	NonTextKey        Code = "NLG031" // a key that is not text
	EngineName        Code = "NLG032" // metadata.template is neither format nor jinja
	MantleFile        Code = "NLG033" // a responses.yml of another product
	NullValue         Code = "NLG034" // a null where Rasa may crash
)

// Texts and conditions that do not do what they say: 050 to 079.
const (
	FormatRaises   Code = "NLG050" // a text at which Rasa raises and falls silent
	PredicateError Code = "NLG051" // a predicate that does not parse
	PredicateRegex Code = "NLG052" // a regular expression that is wrong, or slow
	JinjaSyntax    Code = "NLG053" // a Jinja template that does not parse
	JinjaRefused   Code = "NLG054" // include, import, extends
	NeverFilled    Code = "NLG055" // a text with variables that nothing can fill
	// SuspiciousPredicate is a predicate that is right and means something else
	// than it seems to.
	SuspiciousPredicate Code = "NLG056"
)
