package nlg

import "nlgserver/internal/diag"

// Code is the stable name of a kind of diagnostic, such as "NLG022".
// docs/diagnostics.md describes each.
type Code = diag.Code

// Severity says what a diagnostic means for loading.
type Severity = diag.Severity

// The severities.
const (
	// Warning: the content loads; it may not do what its author meant.
	Warning = diag.Warning
	// Defect: the content loads, but with Rasa's own NLG the bot would be
	// silent there. To an author it is an error.
	Defect = diag.Defect
	// Error: the content is rejected; nothing of the change goes live.
	Error = diag.Error
)

// The codes of diagnostics, by the names that they have in docs/diagnostics.md.
const (
	CodeUnreadable            = diag.Unreadable            // NLG001
	CodeYAMLSyntax            = diag.YAMLSyntax            // NLG002
	CodeDuplicateKey          = diag.DuplicateKey          // NLG003
	CodeUnknownTag            = diag.UnknownTag            // NLG004
	CodeCyclicAlias           = diag.CyclicAlias           // NLG005
	CodeAliasExplosion        = diag.AliasExplosion        // NLG006
	CodeManyDocuments         = diag.ManyDocuments         // NLG007
	CodeUnsetVariable         = diag.UnsetVariable         // NLG008
	CodeBadScalar             = diag.BadScalar             // NLG009
	CodeBadEncoding           = diag.BadEncoding           // NLG010
	CodeTooDeep               = diag.TooDeep               // NLG011
	CodeBadMergeKey           = diag.BadMergeKey           // NLG012
	CodeTooLarge              = diag.TooLarge              // NLG013
	CodeRasaSyntax            = diag.RasaSyntax            // NLG014
	CodeSurrogatePair         = diag.SurrogatePair         // NLG015
	CodeMoreFindings          = diag.MoreFindings          // NLG016
	CodeMergeConflict         = diag.MergeConflict         // NLG017
	CodeInvisibleCharacter    = diag.InvisibleCharacter    // NLG018
	CodeEmptyBlock            = diag.EmptyBlock            // NLG019
	CodeNoResponses           = diag.NoResponses           // NLG020
	CodeNotADomain            = diag.NotADomain            // NLG021
	CodeWrongType             = diag.WrongType             // NLG022
	CodeNoTextOrCustom        = diag.NoTextOrCustom        // NLG023
	CodeUnknownKey            = diag.UnknownKey            // NLG024
	CodeConditionItem         = diag.ConditionItem         // NLG025
	CodeConditionType         = diag.ConditionType         // NLG026
	CodeDuplicateResponse     = diag.DuplicateResponse     // NLG027
	CodeLegacyForm            = diag.LegacyForm            // NLG028
	CodeVersionKey            = diag.VersionKey            // NLG029
	CodeNotJSON               = diag.NotJSON               // NLG030
	CodeNonTextKey            = diag.NonTextKey            // NLG031
	CodeEngineName            = diag.EngineName            // NLG032
	CodeMantleFile            = diag.MantleFile            // NLG033
	CodeNullValue             = diag.NullValue             // NLG034
	CodeOddPunctuation        = diag.OddPunctuation        // NLG035
	CodeMisplaced             = diag.Misplaced             // NLG036
	CodeSkippedFile           = diag.SkippedFile           // NLG037
	CodeStrayResponses        = diag.StrayResponses        // NLG038
	CodeCopiedFile            = diag.CopiedFile            // NLG039
	CodePlaceholder           = diag.Placeholder           // NLG040
	CodeTooLong               = diag.TooLong               // NLG041
	CodeRephraseValue         = diag.RephraseValue         // NLG042
	CodeRephrasePrompt        = diag.RephrasePrompt        // NLG043
	CodeRefusedVariable       = diag.RefusedVariable       // NLG045
	CodeRefusedLink           = diag.RefusedLink           // NLG046
	CodeFormatRaises          = diag.FormatRaises          // NLG050
	CodePredicateError        = diag.PredicateError        // NLG051
	CodePredicateRegex        = diag.PredicateRegex        // NLG052
	CodeJinjaSyntax           = diag.JinjaSyntax           // NLG053
	CodeJinjaRefused          = diag.JinjaRefused          // NLG054
	CodeNeverFilled           = diag.NeverFilled           // NLG055
	CodeShadowedOnChannel     = diag.ShadowedOnChannel     // NLG057
	CodeSuspiciousPredicate   = diag.SuspiciousPredicate   // NLG056
	CodeUnmarkedJinja         = diag.UnmarkedJinja         // NLG059
	CodeNoDefault             = diag.NoDefault             // NLG060
	CodeUnreachable           = diag.Unreachable           // NLG061
	CodeDuplicateVariation    = diag.DuplicateVariation    // NLG062
	CodeUnknownChannel        = diag.UnknownChannel        // NLG063
	CodeUnknownSlot           = diag.UnknownSlot           // NLG064
	CodeSlotValue             = diag.SlotValue             // NLG065
	CodeUnknownVariable       = diag.UnknownVariable       // NLG066
	CodePrintsNone            = diag.PrintsNone            // NLG067
	CodeSplitText             = diag.SplitText             // NLG068
	CodeMisspeltVariable      = diag.MisspeltVariable      // NLG069
	CodeOddVariable           = diag.OddVariable           // NLG058
	CodeChannelLoses          = diag.ChannelLoses          // NLG070
	CodeChannelCuts           = diag.ChannelCuts           // NLG071
	CodePayloadSyntax         = diag.PayloadSyntax         // NLG072
	CodePayloadName           = diag.PayloadName           // NLG073
	CodeButtonIncomplete      = diag.ButtonIncomplete      // NLG074
	CodeMissingTranslation    = diag.MissingTranslation    // NLG080
	CodeTranslationDiffers    = diag.TranslationDiffers    // NLG081
	CodeMissingInLanguage     = diag.MissingInLanguage     // NLG082
	CodeLanguageDiffers       = diag.LanguageDiffers       // NLG083
	CodeMissingResponse       = diag.MissingResponse       // NLG084
	CodeUnusedResponse        = diag.UnusedResponse        // NLG085
	CodeDuplicateID           = diag.DuplicateID           // NLG086
	CodeDomainShape           = diag.DomainShape           // NLG087
	CodeUnknownCode           = diag.UnknownCode           // NLG088
	CodeSettingsFile          = diag.SettingsFile          // NLG089
	CodeTestFile              = diag.TestFile              // NLG090
	CodeTestKey               = diag.TestKey               // NLG091
	CodeTestType              = diag.TestType              // NLG092
	CodeTestRequest           = diag.TestRequest           // NLG093
	CodeTestPattern           = diag.TestPattern           // NLG094
	CodeTestWord              = diag.TestWord              // NLG095
	CodeTestName              = diag.TestName              // NLG096
	CodeTestContradicts       = diag.TestContradicts       // NLG097
	CodeCutText               = diag.CutText               // NLG100
	CodeWrittenEscape         = diag.WrittenEscape         // NLG101
	CodeStrayQuote            = diag.StrayQuote            // NLG102
	CodeInvisibleText         = diag.InvisibleText         // NLG103
	CodeHTMLText              = diag.HTMLText              // NLG104
	CodeMarkdownText          = diag.MarkdownText          // NLG105
	CodeBlankText             = diag.BlankText             // NLG106
	CodeUnfilledElement       = diag.UnfilledElement       // NLG107
	CodeQuotedEnv             = diag.QuotedEnv             // NLG108
	CodeEnclosedVariable      = diag.EnclosedVariable      // NLG109
	CodeBracesInJinja         = diag.BracesInJinja         // NLG110
	CodeTextComment           = diag.TextComment           // NLG111
	CodePerhapsMarkup         = diag.PerhapsMarkup         // NLG112
	CodeEmptyText             = diag.EmptyText             // NLG113
	CodeNoneValue             = diag.NoneValue             // NLG115
	CodeResponseName          = diag.ResponseName          // NLG116
	CodeLanguageCode          = diag.LanguageCode          // NLG117
	CodeEmptyTranslation      = diag.EmptyTranslation      // NLG118
	CodeSomeButtons           = diag.SomeButtons           // NLG119
	CodePinnedVariation       = diag.PinnedVariation       // NLG120
	CodeNameWithoutUtter      = diag.NameWithoutUtter      // NLG121
	CodeSetSlotsValue         = diag.SetSlotsValue         // NLG125
	CodeListCondition         = diag.ListCondition         // NLG126
	CodeDomainRephrases       = diag.DomainRephrases       // NLG127
	CodePromptVariable        = diag.PromptVariable        // NLG135
	CodeFreePrompt            = diag.FreePrompt            // NLG136
	CodeRephrasedTitles       = diag.RephrasedTitles       // NLG137
	CodeRephrasedUntranslated = diag.RephrasedUntranslated // NLG138
	CodeUnusedRephrase        = diag.UnusedRephrase        // NLG139
	CodeConfiguration         = diag.Configuration         // NLG140
)
