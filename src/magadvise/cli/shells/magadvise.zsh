#compdef magadvise
# Completion of magadvise for zsh. Made by `make docs` from the commands and the data of magadvise. It runs no Python.
# Now:      source <(magadvise completion zsh)     (after: autoload -U compinit; compinit)
# To keep:  magadvise completion zsh > FOLDER/_magadvise, where FOLDER is one that $fpath names

_magadvise_profiles() {
  local folder=$HOME/.local/share
  [[ $XDG_DATA_HOME == /* ]] && folder=$XDG_DATA_HOME
  local -a names
  names=($folder/magadvise/profiles/*.json(N:t:r))
  (( $#names )) && compadd -a names
}

_magadvise() {
  local curcontext="$curcontext" state line
  local -a commands
  _arguments -C \
    '--version[The version of the program and its knowledge]' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
    command)
      commands=(
        'batch:Many people: a table in, a table out'
        'plan:A plan for one person'
        'med:What a medicine name resolves to, and what it brings: windows, cautions, stops'
        'label:Elemental magnesium from label text, and how many units fit'
        'explain:What a finding code means, why, what to do, and its sources'
        'show:The knowledge, as lists'
        'schema:JSON Schema of the answers, the plan or a batch row'
        'completion:A script that completes commands, flags and words, for a shell to read'
        'profile:Answers kept for next time, in a file that only your account can read'
        'diary:Your own cramp diary, in a file that only your account can read: did it help?'
      )
      _describe 'command' commands ;;
    rest)
      case $line[1] in
        batch) _magadvise_batch ;;
        plan) _magadvise_plan ;;
        med) _magadvise_med ;;
        label) _magadvise_label ;;
        explain) _magadvise_explain ;;
        show) _magadvise_show ;;
        schema) _magadvise_schema ;;
        completion) _magadvise_completion ;;
        profile) _magadvise_profile ;;
        diary) _magadvise_diary ;;
      esac ;;
  esac
}

_magadvise_batch() {
  _arguments \
    '--age=[Completed years, or months as 8mo]:YEARS: ' \
    '--sex=[female, male, unknown (for the intake tables)]:WORD:(female male unknown)' \
    '--pregnant=[yes, no, unknown]:WORD:(yes no unknown)' \
    '--breastfeeding=[yes, no, unknown]:WORD:(yes no unknown)' \
    '--kidney=[normal (a blood test within 24 months, 12 from age 65, was normal), ckd, dialysis, transplant, injury, one_kidney, unknown]:WORD:(normal ckd dialysis transplant injury one_kidney unknown)' \
    '--egfr=[eGFR in mL/min/1.73 m2, 2 to 200]:NUMBER:(unknown)' \
    '--creatinine=[1.1mg/dL or 97umol/L]:NUMBER+UNIT:(unknown)' \
    '*--med=[A medicine, brand or generic]:NAME:(none unknown)' \
    '*--med-time=[When it is taken\: levothyroxine=07\:00,19\:00]:NAME=HH\:MM: ' \
    '*--pattern=[When cramps come\: night, pregnancy, exercise, heat, ... Repeat]:WORD:(night pregnancy exercise heat stress twitch daytime restless_legs menstrual medicine dialysis cirrhosis unknown none)' \
    '*--condition=[A health condition]:WORD:(diabetes hypertension heart_failure gout kidney_stones recurrent_uti myasthenia_gravis lambert_eaton neuromuscular_junction_other heart_block slow_pulse bowel_obstruction hypermagnesaemia iv_magnesium slow_pulse_paced neuromuscular_disease severe_diarrhoea inflammatory_bowel_disease short_bowel bariatric_surgery coeliac pancreatitis low_blood_pressure severe_heart_failure alcohol_use_disorder surgery_planned cancer_treatment eating_disorder cirrhosis struvite_stones acute_illness hypomagnesaemia gastroparesis phenylketonuria none unknown)' \
    '*--red-flag=[A warning sign]:WORD:(one_leg_swollen chest_pain_breathless cold_pale_numb_leg sudden_severe_pain dark_urine new_weakness bladder_bowel_change tetany_seizure palpitations_fainting very_drowsy_slow_breathing pregnancy_headache_vision heat_confusion exertional_calf_pain visible_deformity worsening_weakness nerve_circulation_history widespread_cramps weight_loss_night_sweats child_limp_fever frequent_cramps started_after_medicine none unknown)' \
    '--other-magnesium=[Elemental mg a day from all other supplements, antacids, laxatives]:MG:(none unknown)' \
    '*--product=[A product that brings magnesium, as '\''milk of magnesia 5 mL'\'']:NAME:(none unknown)' \
    '--diet-magnesium=[mg a day from food]:MG:(none unknown)' \
    '--stool=[usual, loose, constipated, unknown]:WORD:(usual loose constipated unknown)' \
    '--check-dose=[A dose taken now, elemental mg a day, to judge against the limit]:MG:(none unknown)' \
    '--check-form=[The form of that dose, as oxide]:WORD:(bisglycinate citrate malate dimagnesium_malate lactate chloride aspartate gluconate taurate acetyl_taurate l_threonate orotate pidolate glycerophosphate sucrosomial oxide hydroxide carbonate sulfate topical unknown)' \
    '--bedtime=[Bedtime]:HH\:MM:(unknown)' \
    '--wake=[Time of waking]:HH\:MM:(unknown)' \
    '--standard=[us (350 mg), eu (250 mg) and more\: see show standards]:WORD:(us eu uk anz de no jp in cn nordic who)' \
    '(-o --output)-o[Answers]:FILE:_files' \
    '(-o --output)--output=[Answers]:FILE:_files' \
    '--from=[Format in\: csv, tsv, jsonl, parquet, xlsx, fhir]:WORD:(csv tsv jsonl parquet xlsx fhir)' \
    '--to=[Format out\: csv, jsonl, parquet]:WORD:(csv jsonl parquet)' \
    '--encoding=[Encoding of the input]:NAME: ' \
    '--delimiter=[One character, or tab, semicolon]:MARK: ' \
    '--columns=[Names of columns\: age=Alter,sex=Geschlecht]:OURS=THEIRS,...: ' \
    '--keep=[Columns of the input to carry over]:NAME,...: ' \
    '--rejects=[Rejected rows with their bytes, as JSON lines]:FILE:_files' \
    '--summary=[Counts of the run, as JSON]:FILE:_files' \
    '--fail-on=[Exit 1 if a finding is at least as severe]:WORD:(stop clinician separate caution info)' \
    '--sheet=[Sheet of a workbook, else the first]:NAME: ' \
    '--as-of=[FHIR\: the day that ages are for, 2026-01-31]:DAY: ' \
    '--report=[One page about the run, as HTML]:FILE:_files' \
    '--engine=[auto, rows or columns]:WORD:(auto rows columns)' \
    '--csv-raw[Leave cells that a spreadsheet would run]' \
    '--resume[Go on where a stopped run was]' \
    '--explain-columns[Every column that is read]' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '*:[IN]...:_files'
}

_magadvise_plan() {
  _arguments \
    '--age=[Completed years, or months as 8mo]:YEARS: ' \
    '--sex=[female, male, unknown (for the intake tables)]:WORD:(female male unknown)' \
    '--pregnant=[yes, no, unknown]:WORD:(yes no unknown)' \
    '--breastfeeding=[yes, no, unknown]:WORD:(yes no unknown)' \
    '--kidney=[normal (a blood test within 24 months, 12 from age 65, was normal), ckd, dialysis, transplant, injury, one_kidney, unknown]:WORD:(normal ckd dialysis transplant injury one_kidney unknown)' \
    '--egfr=[eGFR in mL/min/1.73 m2, 2 to 200]:NUMBER:(unknown)' \
    '--creatinine=[1.1mg/dL or 97umol/L]:NUMBER+UNIT:(unknown)' \
    '*--med=[A medicine, brand or generic]:NAME:(none unknown)' \
    '*--med-time=[When it is taken\: levothyroxine=07\:00,19\:00]:NAME=HH\:MM: ' \
    '*--pattern=[When cramps come\: night, pregnancy, exercise, heat, ... Repeat]:WORD:(night pregnancy exercise heat stress twitch daytime restless_legs menstrual medicine dialysis cirrhosis unknown none)' \
    '*--condition=[A health condition]:WORD:(diabetes hypertension heart_failure gout kidney_stones recurrent_uti myasthenia_gravis lambert_eaton neuromuscular_junction_other heart_block slow_pulse bowel_obstruction hypermagnesaemia iv_magnesium slow_pulse_paced neuromuscular_disease severe_diarrhoea inflammatory_bowel_disease short_bowel bariatric_surgery coeliac pancreatitis low_blood_pressure severe_heart_failure alcohol_use_disorder surgery_planned cancer_treatment eating_disorder cirrhosis struvite_stones acute_illness hypomagnesaemia gastroparesis phenylketonuria none unknown)' \
    '*--red-flag=[A warning sign]:WORD:(one_leg_swollen chest_pain_breathless cold_pale_numb_leg sudden_severe_pain dark_urine new_weakness bladder_bowel_change tetany_seizure palpitations_fainting very_drowsy_slow_breathing pregnancy_headache_vision heat_confusion exertional_calf_pain visible_deformity worsening_weakness nerve_circulation_history widespread_cramps weight_loss_night_sweats child_limp_fever frequent_cramps started_after_medicine none unknown)' \
    '--other-magnesium=[Elemental mg a day from all other supplements, antacids, laxatives]:MG:(none unknown)' \
    '*--product=[A product that brings magnesium, as '\''milk of magnesia 5 mL'\'']:NAME:(none unknown)' \
    '--diet-magnesium=[mg a day from food]:MG:(none unknown)' \
    '--stool=[usual, loose, constipated, unknown]:WORD:(usual loose constipated unknown)' \
    '--check-dose=[A dose taken now, elemental mg a day, to judge against the limit]:MG:(none unknown)' \
    '--check-form=[The form of that dose, as oxide]:WORD:(bisglycinate citrate malate dimagnesium_malate lactate chloride aspartate gluconate taurate acetyl_taurate l_threonate orotate pidolate glycerophosphate sucrosomial oxide hydroxide carbonate sulfate topical unknown)' \
    '--bedtime=[Bedtime]:HH\:MM:(unknown)' \
    '--wake=[Time of waking]:HH\:MM:(unknown)' \
    '--standard=[us (350 mg), eu (250 mg) and more\: see show standards]:WORD:(us eu uk anz de no jp in cn nordic who)' \
    '--no-input[Never ask]' \
    '--profile=[Take the answers kept under NAME]:NAME:_magadvise_profiles' \
    '--save=[Keep the answers under NAME, and go on]:NAME:_magadvise_profiles' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[text, markdown, html (one page to print), svg, ics (a calendar), json]:WORD:(text json markdown html svg ics)' \
    '--start=[ics\: the day of the first dose, 2026-01-31]:DAY: ' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_med() {
  _arguments \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '*:NAME...: '
}

_magadvise_label() {
  _arguments \
    '--age=[Age]:YEARS: ' \
    '--standard=[Limits to apply, as in plan]:WORD:(us eu uk anz de no jp in cn nordic who)' \
    '--most=[The most a day that your plan shows]:MG:(none unknown)' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '*:TEXT...: '
}

_magadvise_explain() {
  _arguments \
    '--all[Every code]' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1:CODE:(AGE001 AGE002 AGE003 CON001 CON101 CON102 CON103 CON104 CON105 CON106 CON107 CON108 CON201 CON202 CON203 CON204 CON205 CON206 CON207 CON208 CON209 CON210 CON211 CON212 CON213 CON214 CON215 CON216 CON217 CON218 CON301 CON302 DAT001 DAT002 DAT003 DOS001 DOS002 DOS003 DOS004 EVD001 EVD101 EVD102 EVD103 EVD104 EVD105 FRM001 KID001 KID002 KID003 KID004 KID005 KID006 KID007 KID008 KID009 KID010 KID011 KID012 KID013 KID014 KID015 KID016 KID017 KID018 MED001 MED002 MED003 MED004 MED005 MED006 MED007 MED008 MED010 MED011 PRG001 PRG002 PRG003 PRG004 PRG005 PRG006 PRG007 RED001 RED101 RED102 RED103 RED104 RED105 RED106 RED107 RED108 RED109 RED110 RED111 RED112 RED201 RED202 RED203 RED204 RED205 RED206 RED207 RED301 RED302 SRC001 SRC002 SRC003 SRC004 SRC005 SRC006 SRC007 TIM001 TIM002 TIM003 TIM004 TIM005)'
}

_magadvise_show() {
  _arguments \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1:WHAT:(rda standards forms foods patterns sources topics)'
}

_magadvise_schema() {
  _arguments \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1:WHAT:(profile plan batch)'
}

_magadvise_completion() {
  _arguments \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1:SHELL:(bash zsh fish powershell)'
}

_magadvise_profile() {
  local curcontext="$curcontext" state line
  local -a commands
  _arguments -C \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
    command)
      commands=(
        'save:Keep answers under a name'
        'show:The answers kept under a name, as the flags of plan'
        'list:The names under which answers are kept'
        'forget:Remove the answers kept under a name'
      )
      _describe 'command' commands ;;
    rest)
      case $line[1] in
        save) _magadvise_profile_save ;;
        show) _magadvise_profile_show ;;
        list) _magadvise_profile_list ;;
        forget) _magadvise_profile_forget ;;
      esac ;;
  esac
}

_magadvise_profile_save() {
  _arguments \
    '--age=[Completed years, or months as 8mo]:YEARS: ' \
    '--sex=[female, male, unknown (for the intake tables)]:WORD:(female male unknown)' \
    '--pregnant=[yes, no, unknown]:WORD:(yes no unknown)' \
    '--breastfeeding=[yes, no, unknown]:WORD:(yes no unknown)' \
    '--kidney=[normal (a blood test within 24 months, 12 from age 65, was normal), ckd, dialysis, transplant, injury, one_kidney, unknown]:WORD:(normal ckd dialysis transplant injury one_kidney unknown)' \
    '--egfr=[eGFR in mL/min/1.73 m2, 2 to 200]:NUMBER:(unknown)' \
    '--creatinine=[1.1mg/dL or 97umol/L]:NUMBER+UNIT:(unknown)' \
    '*--med=[A medicine, brand or generic]:NAME:(none unknown)' \
    '*--med-time=[When it is taken\: levothyroxine=07\:00,19\:00]:NAME=HH\:MM: ' \
    '*--pattern=[When cramps come\: night, pregnancy, exercise, heat, ... Repeat]:WORD:(night pregnancy exercise heat stress twitch daytime restless_legs menstrual medicine dialysis cirrhosis unknown none)' \
    '*--condition=[A health condition]:WORD:(diabetes hypertension heart_failure gout kidney_stones recurrent_uti myasthenia_gravis lambert_eaton neuromuscular_junction_other heart_block slow_pulse bowel_obstruction hypermagnesaemia iv_magnesium slow_pulse_paced neuromuscular_disease severe_diarrhoea inflammatory_bowel_disease short_bowel bariatric_surgery coeliac pancreatitis low_blood_pressure severe_heart_failure alcohol_use_disorder surgery_planned cancer_treatment eating_disorder cirrhosis struvite_stones acute_illness hypomagnesaemia gastroparesis phenylketonuria none unknown)' \
    '*--red-flag=[A warning sign]:WORD:(one_leg_swollen chest_pain_breathless cold_pale_numb_leg sudden_severe_pain dark_urine new_weakness bladder_bowel_change tetany_seizure palpitations_fainting very_drowsy_slow_breathing pregnancy_headache_vision heat_confusion exertional_calf_pain visible_deformity worsening_weakness nerve_circulation_history widespread_cramps weight_loss_night_sweats child_limp_fever frequent_cramps started_after_medicine none unknown)' \
    '--other-magnesium=[Elemental mg a day from all other supplements, antacids, laxatives]:MG:(none unknown)' \
    '*--product=[A product that brings magnesium, as '\''milk of magnesia 5 mL'\'']:NAME:(none unknown)' \
    '--diet-magnesium=[mg a day from food]:MG:(none unknown)' \
    '--stool=[usual, loose, constipated, unknown]:WORD:(usual loose constipated unknown)' \
    '--check-dose=[A dose taken now, elemental mg a day, to judge against the limit]:MG:(none unknown)' \
    '--check-form=[The form of that dose, as oxide]:WORD:(bisglycinate citrate malate dimagnesium_malate lactate chloride aspartate gluconate taurate acetyl_taurate l_threonate orotate pidolate glycerophosphate sucrosomial oxide hydroxide carbonate sulfate topical unknown)' \
    '--bedtime=[Bedtime]:HH\:MM:(unknown)' \
    '--wake=[Time of waking]:HH\:MM:(unknown)' \
    '--standard=[us (350 mg), eu (250 mg) and more\: see show standards]:WORD:(us eu uk anz de no jp in cn nordic who)' \
    '--json[Short for --format json]' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1:NAME:_magadvise_profiles'
}

_magadvise_profile_show() {
  _arguments \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1:NAME:_magadvise_profiles'
}

_magadvise_profile_list() {
  _arguments \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_profile_forget() {
  _arguments \
    '--json[Short for --format json]' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1:NAME:_magadvise_profiles'
}

_magadvise_diary() {
  local curcontext="$curcontext" state line
  local -a commands
  _arguments -C \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
    command)
      commands=(
        'add:Write down one day'
        'show:All days of the diary, and its weeks'
        'chart:The diary as a drawing: a row a week, a figure a day'
        'page:A page to print and fill by hand: two weeks before the first dose, four weeks on'
        'verdict:Keep, pause or stop: the change against your own days before, and the rule that decided'
        'schedule:Boxes with and without magnesium in a drawn order, filled by somebody else, to be sure'
        'forget:Remove a diary and its boxes'
      )
      _describe 'command' commands ;;
    rest)
      case $line[1] in
        add) _magadvise_diary_add ;;
        show) _magadvise_diary_show ;;
        chart) _magadvise_diary_chart ;;
        page) _magadvise_diary_page ;;
        verdict) _magadvise_diary_verdict ;;
        schedule) _magadvise_diary_schedule ;;
        forget) _magadvise_diary_forget ;;
      esac ;;
  esac
}

_magadvise_diary_add() {
  _arguments \
    '--cramps=[How many cramps]:N: ' \
    '--pain=[Worst pain, 0 to 10]:N: ' \
    '--dose=[Elemental mg taken]:MG: ' \
    '--date=[2026-01-31 or yesterday]:DATE: ' \
    '--name=[Whose diary]:NAME: ' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_diary_show() {
  _arguments \
    '--name=[Whose diary]:NAME: ' \
    '--start=[First day with magnesium]:DATE: ' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_diary_chart() {
  _arguments \
    '--name=[Whose diary]:NAME: ' \
    '--start=[First day with magnesium]:DATE: ' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|svg|json:(text svg json)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_diary_page() {
  _arguments \
    '--start=[First day of the diary, for printed dates]:DATE: ' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--format=[How to print it]:text|html:(text html)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_diary_verdict() {
  _arguments \
    '--name=[Whose diary]:NAME: ' \
    '--start=[First day with magnesium]:DATE: ' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_diary_schedule() {
  _arguments \
    '--name=[Whose diary]:NAME: ' \
    '--start=[Draw boxes that begin then\: 2026-01-31 or tomorrow]:DATE: ' \
    '--helper[Show what goes into which box]' \
    '--anew[Draw again]' \
    '--drop[Throw the boxes away]' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '--plain[ASCII text, one fact a line, for screen readers]' \
    '--json[Short for --format json]' \
    '--format=[How to print it]:text|json:(text json)' \
    '(-o --output)-o[Write to FILE]:FILE:_files' \
    '(-o --output)--output=[Write to FILE]:FILE:_files' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

_magadvise_diary_forget() {
  _arguments \
    '--name=[Whose diary]:NAME: ' \
    '--lang=[Language of the answer, as en or de]:WORD:(en de)' \
    '--json[Short for --format json]' \
    '(-h --help)-h[Show this message and exit]' \
    '(-h --help)--help[Show this message and exit]'
}

if [[ $funcstack[1] == _magadvise ]]; then
  _magadvise "$@"
else
  compdef _magadvise magadvise
fi
