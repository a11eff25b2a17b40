package diag

// Code is the stable name of a kind of diagnostic. [Describe] describes each.
type Code string

// Reading YAML: 001 to 019.
const (
	Unreadable         Code = "NLG001"
	YAMLSyntax         Code = "NLG002"
	DuplicateKey       Code = "NLG003"
	UnknownTag         Code = "NLG004"
	CyclicAlias        Code = "NLG005"
	AliasExplosion     Code = "NLG006"
	ManyDocuments      Code = "NLG007"
	UnsetVariable      Code = "NLG008"
	BadScalar          Code = "NLG009"
	BadEncoding        Code = "NLG010"
	TooDeep            Code = "NLG011"
	BadMergeKey        Code = "NLG012"
	TooLarge           Code = "NLG013"
	RasaSyntax         Code = "NLG014"
	SurrogatePair      Code = "NLG015"
	MoreFindings       Code = "NLG016"
	MergeConflict      Code = "NLG017"
	InvisibleCharacter Code = "NLG018"
	EmptyBlock         Code = "NLG019"
)

// The shape of response files: 020 to 044.
const (
	NoResponses       Code = "NLG020"
	NotADomain        Code = "NLG021"
	WrongType         Code = "NLG022"
	NoTextOrCustom    Code = "NLG023"
	UnknownKey        Code = "NLG024"
	ConditionItem     Code = "NLG025"
	ConditionType     Code = "NLG026"
	DuplicateResponse Code = "NLG027"
	LegacyForm        Code = "NLG028"
	VersionKey        Code = "NLG029"
	NotJSON           Code = "NLG030"
	NonTextKey        Code = "NLG031"
	EngineName        Code = "NLG032"
	MantleFile        Code = "NLG033"
	NullValue         Code = "NLG034"
	OddPunctuation    Code = "NLG035"
	Misplaced         Code = "NLG036"
	SkippedFile       Code = "NLG037"
	StrayResponses    Code = "NLG038"
	CopiedFile        Code = "NLG039"
	Placeholder       Code = "NLG040"
	TooLong           Code = "NLG041"
	RephraseValue     Code = "NLG042"
	RephrasePrompt    Code = "NLG043"
)

// What content may not reach: 045 to 049.
const (
	RefusedVariable Code = "NLG045"
	RefusedLink     Code = "NLG046"
)

// Texts and conditions with an unexpected effect: 050 to 057, 059.
const (
	FormatRaises        Code = "NLG050"
	PredicateError      Code = "NLG051"
	PredicateRegex      Code = "NLG052"
	JinjaSyntax         Code = "NLG053"
	JinjaRefused        Code = "NLG054"
	NeverFilled         Code = "NLG055"
	SuspiciousPredicate Code = "NLG056"
	ShadowedOnChannel   Code = "NLG057"
	UnmarkedJinja       Code = "NLG059"
)

// Which variation is used, and when: 060 to 065; what is printed: 058, 066 to 069.
const (
	OddVariable        Code = "NLG058"
	NoDefault          Code = "NLG060"
	Unreachable        Code = "NLG061"
	DuplicateVariation Code = "NLG062"
	UnknownChannel     Code = "NLG063"
	UnknownSlot        Code = "NLG064"
	SlotValue          Code = "NLG065"
	UnknownVariable    Code = "NLG066"
	PrintsNone         Code = "NLG067"
	SplitText          Code = "NLG068"
	MisspeltVariable   Code = "NLG069"
)

// Rich content: 070 to 079.
const (
	ChannelLoses     Code = "NLG070"
	ChannelCuts      Code = "NLG071"
	PayloadSyntax    Code = "NLG072"
	PayloadName      Code = "NLG073"
	ButtonIncomplete Code = "NLG074"
)

// What Rasa 3.15 and newer changed: 125 to 134.
const (
	SetSlotsValue   Code = "NLG125"
	ListCondition   Code = "NLG126"
	DomainRephrases Code = "NLG127"
)

// Languages and names: 080 to 087; settings of validate: 088, 089.
const (
	MissingTranslation Code = "NLG080"
	TranslationDiffers Code = "NLG081"
	MissingInLanguage  Code = "NLG082"
	LanguageDiffers    Code = "NLG083"
	MissingResponse    Code = "NLG084"
	UnusedResponse     Code = "NLG085"
	DuplicateID        Code = "NLG086"
	DomainShape        Code = "NLG087"
	UnknownCode        Code = "NLG088"
	SettingsFile       Code = "NLG089"
)

// Expectation files: 090 to 099.
const (
	TestFile        Code = "NLG090"
	TestKey         Code = "NLG091"
	TestType        Code = "NLG092"
	TestRequest     Code = "NLG093"
	TestPattern     Code = "NLG094"
	TestWord        Code = "NLG095"
	TestName        Code = "NLG096"
	TestContradicts Code = "NLG097"
)

// Texts that users read otherwise than their authors meant: 100 to 114.
const (
	CutText          Code = "NLG100"
	WrittenEscape    Code = "NLG101"
	StrayQuote       Code = "NLG102"
	InvisibleText    Code = "NLG103"
	HTMLText         Code = "NLG104"
	MarkdownText     Code = "NLG105"
	BlankText        Code = "NLG106"
	UnfilledElement  Code = "NLG107"
	QuotedEnv        Code = "NLG108"
	EnclosedVariable Code = "NLG109"
	BracesInJinja    Code = "NLG110"
	TextComment      Code = "NLG111"
	PerhapsMarkup    Code = "NLG112"
	EmptyText        Code = "NLG113"
)

// Conditions, names, languages and variations that load, and probably do not
// mean what they seem to: 115 to 124.
const (
	NoneValue        Code = "NLG115"
	ResponseName     Code = "NLG116"
	LanguageCode     Code = "NLG117"
	EmptyTranslation Code = "NLG118"
	SomeButtons      Code = "NLG119"
	PinnedVariation  Code = "NLG120"
	NameWithoutUtter Code = "NLG121"
)

// Rephrasing: 135 to 139; 042, 043 and 127 too.
const (
	PromptVariable        Code = "NLG135"
	FreePrompt            Code = "NLG136"
	RephrasedTitles       Code = "NLG137"
	RephrasedUntranslated Code = "NLG138"
	UnusedRephrase        Code = "NLG139"
)

// The configuration of a server: 140.
const (
	Configuration Code = "NLG140"
)
