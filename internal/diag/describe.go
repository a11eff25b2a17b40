package diag

import (
	"cmp"
	"slices"
)

// Description says what a code stands for.
type Description struct {
	Code Code
	// Name is the code in words that a tool can show, as UnknownChannel.
	Name string
	// Summary is one line, in lower case and without a full stop.
	Summary string
}

// Describe returns what a code stands for; ok is false for one that is none.
func Describe(c Code) (d Description, ok bool) {
	all := Descriptions()
	i, ok := slices.BinarySearchFunc(all, c, func(d Description, c Code) int { return cmp.Compare(d.Code, c) })
	if !ok {
		return Description{}, false
	}
	return all[i], true
}

// Descriptions returns all codes, in order.
func Descriptions() []Description {
	all := []Description{
		{Unreadable, "Unreadable", "a file or directory cannot be read"},
		{YAMLSyntax, "YAMLSyntax", "not YAML"},
		{DuplicateKey, "DuplicateKey", "the same key twice in one map"},
		{UnknownTag, "UnknownTag", "a tag such as !foo"},
		{CyclicAlias, "CyclicAlias", "an alias that contains itself"},
		{AliasExplosion, "AliasExplosion", "aliases that unfold to too much"},
		{ManyDocuments, "ManyDocuments", "more than one document in a file"},
		{UnsetVariable, "UnsetVariable", "${VAR} without a value"},
		{BadScalar, "BadScalar", "a scalar that YAML 1.2 refuses, as a bare ="},
		{BadEncoding, "BadEncoding", "not UTF-8, or a forbidden character"},
		{TooDeep, "TooDeep", "nested too deeply"},
		{BadMergeKey, "BadMergeKey", "<< with something other than a map"},
		{TooLarge, "TooLarge", "a file that is too large to be content"},
		{NoResponses, "NoResponses", "nothing to serve"},
		{NotADomain, "NotADomain", "the top level is not a map"},
		{WrongType, "WrongType", "a key with a value of the wrong type"},
		{NoTextOrCustom, "NoTextOrCustom", "a variation without text and custom"},
		{UnknownKey, "UnknownKey", "a key that Rasa does not know"},
		{ConditionItem, "ConditionItem", "a condition item without name or value"},
		{ConditionType, "ConditionType", "a condition whose type is not slot"},
		{DuplicateResponse, "DuplicateResponse", "a name that an earlier file defines"},
		{LegacyForm, "LegacyForm", "templates: or a bare string"},
		{VersionKey, "VersionKey", "version missing its quotes, or newer"},
		{NotJSON, "NotJSON", "a value that JSON cannot carry"},
		{NonTextKey, "NonTextKey", "a key that is not text"},
		{EngineName, "EngineName", "metadata.template is neither format nor jinja"},
		{MantleFile, "MantleFile", "a responses.yml of another product"},
		{NullValue, "NullValue", "a null where Rasa may crash"},
		{FormatRaises, "FormatRaises", "a text at which Rasa raises and falls silent"},
		{PredicateError, "PredicateError", "a predicate that does not parse"},
		{PredicateRegex, "PredicateRegex", "a regular expression that is wrong, or slow"},
		{JinjaSyntax, "JinjaSyntax", "a Jinja template that does not parse"},
		{JinjaRefused, "JinjaRefused", "include, import, extends"},
		{NeverFilled, "NeverFilled", "a text with variables that nothing can fill"},
		{ShadowedOnChannel, "ShadowedOnChannel", "a conditional variation that loses to a channel's own"},
		{SuspiciousPredicate, "SuspiciousPredicate", "a predicate that is right and means something else than it seems to"},
		{NoDefault, "NoDefault", "a response that can have nothing to say"},
		{Unreachable, "Unreachable", "a variation that is never said"},
		{DuplicateVariation, "DuplicateVariation", "a variation that says what another does"},
		{UnknownChannel, "UnknownChannel", "a channel that Rasa does not have"},
		{UnknownSlot, "UnknownSlot", "a condition on a slot that is not declared"},
		{SlotValue, "SlotValue", "a condition's value that its slot cannot have"},
		{UnknownVariable, "UnknownVariable", "a variable that is no slot and no argument"},
		{PrintsNone, "PrintsNone", "a slot that may be empty and prints None"},
		{SplitText, "SplitText", "a text that arrives as several messages"},
		{MisspeltVariable, "MisspeltVariable", "a variable one slip away from a slot"},
		{OddVariable, "OddVariable", "braces that are no variable: blanks, formats, JSON"},
		{ChannelLoses, "ChannelLoses", "something that a channel drops, or at which it fails"},
		{ChannelCuts, "ChannelCuts", "something that a channel cuts or shows otherwise"},
		{PayloadSyntax, "PayloadSyntax", "a payload that Rasa cannot read"},
		{PayloadName, "PayloadName", "an intent, entity or slot that is not declared"},
		{ButtonIncomplete, "ButtonIncomplete", "a button without title or payload"},
		{MissingTranslation, "MissingTranslation", "a language that a variation or a button lacks"},
		{TranslationDiffers, "TranslationDiffers", "a translation with other variables"},
		{MissingInLanguage, "MissingInLanguage", "a name that one language's file lacks"},
		{LanguageDiffers, "LanguageDiffers", "a response that differs between languages' files"},
		{MissingResponse, "MissingResponse", "a name that the domain asks for and nothing defines"},
		{UnusedResponse, "UnusedResponse", "a response that nothing asks for"},
		{DuplicateID, "DuplicateID", "one id twice in a response"},
		{DomainShape, "DomainShape", "a section of a domain with the wrong shape"},
		{UnknownCode, "UnknownCode", "an ignore comment without a code that there is"},
		{SettingsFile, "SettingsFile", "a fault in .nlgserver.yml"},
		{TestFile, "TestFile", "not an expectation file, or a newer one"},
		{TestKey, "TestKey", "a key that an expectation file does not have"},
		{TestType, "TestType", "a key with a value of the wrong type"},
		{TestRequest, "TestRequest", "a case that asks for nothing, or for what cannot be read"},
		{TestPattern, "TestPattern", "a regular expression that does not parse"},
		{TestWord, "TestWord", "a value that is none of the known words"},
		{TestName, "TestName", "two cases of one name"},
		{TestContradicts, "TestContradicts", "an expectation that nothing can meet"},
	}
	slices.SortFunc(all, func(a, b Description) int { return cmp.Compare(a.Code, b.Code) })
	return all
}
