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
	// ShadowedOnChannel is a conditional variation that loses to a channel's own.
	ShadowedOnChannel Code = "NLG057"
	// SuspiciousPredicate is a predicate that is right and means something else
	// than it seems to.
	SuspiciousPredicate Code = "NLG056"
)

// Which variation is said, and when: 060 to 065; what is printed: 058, 066 to 069.
const (
	NoDefault          Code = "NLG060" // a response that can have nothing to say
	Unreachable        Code = "NLG061" // a variation that is never said
	DuplicateVariation Code = "NLG062" // a variation that says what another does
	UnknownChannel     Code = "NLG063" // a channel that Rasa does not have
	UnknownSlot        Code = "NLG064" // a condition on a slot that is not declared
	SlotValue          Code = "NLG065" // a condition's value that its slot cannot have
	UnknownVariable    Code = "NLG066" // a variable that is no slot and no argument
	PrintsNone         Code = "NLG067" // a slot that may be empty and prints None
	SplitText          Code = "NLG068" // a text that arrives as several messages
	MisspeltVariable   Code = "NLG069" // a variable one slip away from a slot
	OddVariable        Code = "NLG058" // braces that are no variable: blanks, formats, JSON
)

// Rich content: 070 to 079.
const (
	ChannelLoses     Code = "NLG070" // something that a channel drops, or at which it fails
	ChannelCuts      Code = "NLG071" // something that a channel cuts or shows otherwise
	PayloadSyntax    Code = "NLG072" // a payload that Rasa cannot read
	PayloadName      Code = "NLG073" // an intent, entity or slot that is not declared
	ButtonIncomplete Code = "NLG074" // a button without title or payload
)

// Languages and names: 080 to 087; what validate itself is told: 088, 089.
const (
	MissingTranslation Code = "NLG080" // a language that a variation or a button lacks
	TranslationDiffers Code = "NLG081" // a translation with other variables
	MissingInLanguage  Code = "NLG082" // a name that one language's file lacks
	LanguageDiffers    Code = "NLG083" // a response that differs between languages' files
	MissingResponse    Code = "NLG084" // a name that the domain asks for and nothing defines
	UnusedResponse     Code = "NLG085" // a response that nothing asks for
	DuplicateID        Code = "NLG086" // one id twice in a response
	DomainShape        Code = "NLG087" // a section of a domain with the wrong shape
	UnknownCode        Code = "NLG088" // an ignore comment without a code that there is
	SettingsFile       Code = "NLG089" // a fault in .nlgserver.yml
)

// Expectation files: 090 to 099.
const (
	TestFile        Code = "NLG090" // not an expectation file, or a newer one
	TestKey         Code = "NLG091" // a key that an expectation file does not have
	TestType        Code = "NLG092" // a key with a value of the wrong type
	TestRequest     Code = "NLG093" // a case that asks for nothing, or for what cannot be read
	TestPattern     Code = "NLG094" // a regular expression that does not parse
	TestWord        Code = "NLG095" // a value that is none of the known words
	TestName        Code = "NLG096" // two cases of one name
	TestContradicts Code = "NLG097" // an expectation that nothing can meet
)
