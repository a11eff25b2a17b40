package diag

import (
	"cmp"
	"slices"
)

// Description describes a code.
type Description struct {
	Code Code
	// Name is a readable name for tools, such as UnknownChannel.
	Name string
	// Summary is one line, in lower case and without a period.
	Summary string
}

// descriptions has an entry for each code, in order.
var descriptions = [...]Description{
	{Unreadable, "Unreadable", "a file or directory cannot be read"},
	{YAMLSyntax, "YAMLSyntax", "invalid YAML"},
	{DuplicateKey, "DuplicateKey", "a key appears twice in one map"},
	{UnknownTag, "UnknownTag", "a YAML tag that is not supported, such as !foo"},
	{CyclicAlias, "CyclicAlias", "an alias that contains itself"},
	{AliasExplosion, "AliasExplosion", "aliases that expand to too much"},
	{ManyDocuments, "ManyDocuments", "more than one YAML document in a file"},
	{UnsetVariable, "UnsetVariable", "${VAR} refers to an environment variable that is not set"},
	{BadScalar, "BadScalar", "a scalar that YAML 1.2 does not allow, such as a bare ="},
	{BadEncoding, "BadEncoding", "invalid UTF-8 or a forbidden character"},
	{TooDeep, "TooDeep", "content is nested too deeply"},
	{BadMergeKey, "BadMergeKey", "<< merges something other than a map"},
	{TooLarge, "TooLarge", "a file, or the content as a whole, is too large"},
	{RasaSyntax, "RasaSyntax", "valid YAML that Rasa's reader rejects, such as a tab after a value"},
	{SurrogatePair, "SurrogatePair", "a character written as two \\u escapes"},
	{MoreFindings, "MoreFindings", "a file has more findings than are told"},
	{MergeConflict, "MergeConflict", "an unresolved merge conflict"},
	{InvisibleCharacter, "InvisibleCharacter", "an invisible character in a name, a key, or the structure of a file"},
	{EmptyBlock, "EmptyBlock", "a text block without text, because its lines are not indented"},
	{NoResponses, "NoResponses", "no responses found"},
	{NotADomain, "NotADomain", "the top level is not a map"},
	{WrongType, "WrongType", "a value has the wrong type for its key"},
	{NoTextOrCustom, "NoTextOrCustom", "a variation has neither text nor custom"},
	{UnknownKey, "UnknownKey", "a key that Rasa does not know"},
	{ConditionItem, "ConditionItem", "a condition lacks its name or value"},
	{ConditionType, "ConditionType", "a condition has a type other than slot"},
	{DuplicateResponse, "DuplicateResponse", "a response is already defined in another file"},
	{LegacyForm, "LegacyForm", "an old form: templates: or a variation that is a plain string"},
	{VersionKey, "VersionKey", "version is not quoted, or newer than supported"},
	{NotJSON, "NotJSON", "a value that JSON cannot represent"},
	{NonTextKey, "NonTextKey", "a key is not a string"},
	{EngineName, "EngineName", "metadata.template is neither format nor jinja"},
	{MantleFile, "MantleFile", "a responses.yml in another product's format"},
	{NullValue, "NullValue", "a null at which Rasa may fail"},
	{OddPunctuation, "OddPunctuation", "a missing blank or a look-alike character, so that a line is not read as an item or a key"},
	{Misplaced, "Misplaced", "responses: or a response at the wrong level of a file"},
	{SkippedFile, "SkippedFile", "a file is not read because of how its name ends"},
	{StrayResponses, "StrayResponses", "responses that are not below responses:"},
	{CopiedFile, "CopiedFile", "a file is a copy of another, to judge by its name"},
	{Placeholder, "Placeholder", "a text is a placeholder written by export-domain"},
	{TooLong, "TooLong", "a name, a key, a condition, or a list of translations is too long"},
	{RephraseValue, "RephraseValue", "metadata.rephrase is a string such as \"false\", which turns rephrasing on"},
	{RephrasePrompt, "RephrasePrompt", "metadata.rephrase_prompt is not a string, or not valid Jinja"},
	{RefusedVariable, "RefusedVariable", "${VAR} refers to an environment variable that content may not contain"},
	{RefusedLink, "RefusedLink", "a link leads out of the given paths"},
	{FormatRaises, "FormatRaises", "a text that Rasa fails to fill, so that nothing is sent"},
	{PredicateError, "PredicateError", "invalid predicate"},
	{PredicateRegex, "PredicateRegex", "an invalid or slow regular expression in a predicate"},
	{JinjaSyntax, "JinjaSyntax", "invalid Jinja template"},
	{JinjaRefused, "JinjaRefused", "a Jinja tag that is not allowed: include, import or extends"},
	{NeverFilled, "NeverFilled", "a text has variables that can never be filled"},
	{SuspiciousPredicate, "SuspiciousPredicate", "a valid predicate that probably does not mean what it seems to"},
	{ShadowedOnChannel, "ShadowedOnChannel", "a conditional variation that loses to a channel-specific one"},
	{OddVariable, "OddVariable", "braces that are not a variable: spaces, format specifications, JSON"},
	{UnmarkedJinja, "UnmarkedJinja", "a text in Jinja without template: jinja"},
	{NoDefault, "NoDefault", "a response may have no eligible variation"},
	{Unreachable, "Unreachable", "a variation that is never used"},
	{DuplicateVariation, "DuplicateVariation", "a variation repeats another"},
	{UnknownChannel, "UnknownChannel", "a channel that is not one of Rasa's"},
	{UnknownSlot, "UnknownSlot", "a condition on a slot that the domain does not declare"},
	{SlotValue, "SlotValue", "a condition compares a slot with a value that it cannot have"},
	{UnknownVariable, "UnknownVariable", "a variable that is neither a slot nor an argument"},
	{PrintsNone, "PrintsNone", "a slot that may be empty and is then printed as None"},
	{SplitText, "SplitText", "a text arrives as several messages"},
	{MisspeltVariable, "MisspeltVariable", "a variable that is probably a misspelled slot"},
	{ChannelLoses, "ChannelLoses", "a channel drops part of a message, or raises an error and loses the turn"},
	{ChannelCuts, "ChannelCuts", "a channel truncates part of a message, or shows it differently"},
	{PayloadSyntax, "PayloadSyntax", "a payload that Rasa cannot parse"},
	{PayloadName, "PayloadName", "a payload names an intent, entity or slot that is not declared"},
	{ButtonIncomplete, "ButtonIncomplete", "a button lacks its title or payload"},
	{MissingTranslation, "MissingTranslation", "a variation or button lacks a language"},
	{TranslationDiffers, "TranslationDiffers", "a translation uses different variables"},
	{MissingInLanguage, "MissingInLanguage", "a response is missing from one language's files"},
	{LanguageDiffers, "LanguageDiffers", "a response differs in structure between languages' files"},
	{MissingResponse, "MissingResponse", "a response that the domain uses is not defined"},
	{UnusedResponse, "UnusedResponse", "a response is never used"},
	{DuplicateID, "DuplicateID", "an id appears twice in one response"},
	{DomainShape, "DomainShape", "a section of the domain has the wrong shape"},
	{UnknownCode, "UnknownCode", "an ignore comment names no known code"},
	{SettingsFile, "SettingsFile", "an error in .nlgserver.yml"},
	{TestFile, "TestFile", "not an expectation file, or a newer version of one"},
	{TestKey, "TestKey", "a key that expectation files do not have"},
	{TestType, "TestType", "a value in an expectation file has the wrong type"},
	{TestRequest, "TestRequest", "a case without a valid request"},
	{TestPattern, "TestPattern", "invalid regular expression in an expectation"},
	{TestWord, "TestWord", "a value that is not one of the allowed words"},
	{TestName, "TestName", "two cases have the same name"},
	{TestContradicts, "TestContradicts", "an expectation that nothing can meet"},
	{CutText, "CutText", "a text that is cut at a #"},
	{WrittenEscape, "WrittenEscape", "an escape such as \\n outside of double quotes"},
	{StrayQuote, "StrayQuote", "curly quotes around a text, or a quote left at its end"},
	{InvisibleText, "InvisibleText", "an invisible character in a text"},
	{HTMLText, "HTMLText", "HTML on a channel that does not render it"},
	{MarkdownText, "MarkdownText", "Markdown on a channel that does not render it"},
	{BlankText, "BlankText", "a message with nothing but spaces"},
	{UnfilledElement, "UnfilledElement", "a variable in elements, which Rasa does not fill"},
	{QuotedEnv, "QuotedEnv", "${VAR} in quotes, which is never replaced"},
	{EnclosedVariable, "EnclosedVariable", "a variable inside of other braces, which is never filled"},
	{BracesInJinja, "BracesInJinja", "single braces around a name in a Jinja text"},
	{TextComment, "TextComment", "a comment behind an unquoted text"},
	{PerhapsMarkup, "PerhapsMarkup", "HTML or Markdown that the channel may not render"},
	{EmptyText, "EmptyText", "a message with an empty text"},
	{NoneValue, "NoneValue", "a condition compares a slot with a string such as \"None\""},
	{ResponseName, "ResponseName", "a name that is probably a misspelled utter_ name"},
	{LanguageCode, "LanguageCode", "a language code that Rasa does not accept"},
	{EmptyTranslation, "EmptyTranslation", "a translation without any text"},
	{SomeButtons, "SomeButtons", "only some of the variations to pick from have buttons"},
	{PinnedVariation, "PinnedVariation", "an id in Rasa's own domain that decides which variation is used"},
	{NameWithoutUtter, "NameWithoutUtter", "a name that does not start with utter_"},
	{SetSlotsValue, "SetSlotsValue", "/SetSlots sets a slot to a value that it does not take"},
	{ListCondition, "ListCondition", "a condition written as a list, which the next Rasa does not read"},
	{DomainRephrases, "DomainRephrases", "Rasa's own domain asks for rephrasing, with which Rasa does not train"},
	{PromptVariable, "PromptVariable", "a prompt uses a variable that prompts do not have, or none of those that they have"},
	{FreePrompt, "FreePrompt", "a prompt without the response that is to be rephrased"},
	{RephrasedTitles, "RephrasedTitles", "a text that repeats its buttons' titles is rephrased"},
	{RephrasedUntranslated, "RephrasedUntranslated", "a text that lacks a language is rephrased"},
	{UnusedRephrase, "UnusedRephrase", "a setting for rephrasing without effect"},
	{Configuration, "Configuration", "an error in a configuration file of the server"},
}

// Describe returns the description of a code; ok is false if the code does not
// exist.
func Describe(c Code) (d Description, ok bool) {
	i, ok := slices.BinarySearchFunc(descriptions[:], c, func(d Description, c Code) int { return cmp.Compare(d.Code, c) })
	if !ok {
		return Description{}, false
	}
	return descriptions[i], true
}

// Descriptions returns the description of every code, in order.
func Descriptions() []Description { return slices.Clone(descriptions[:]) }
