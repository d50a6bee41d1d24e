# Completion of magadvise for bash. Made by `make docs` from the commands and the data of magadvise. It runs no Python.
# Now:      source <(magadvise completion bash)
# To keep:  magadvise completion bash > ~/.local/share/bash-completion/completions/magadvise
# (With bash 3.2, as on macOS: magadvise completion bash > FILE; source FILE.)

_magadvise_profiles() {
    local file folder=$HOME/.local/share
    [[ $XDG_DATA_HOME == /* ]] && folder=$XDG_DATA_HOME
    for file in "$folder"/magadvise/profiles/*.json; do
        [[ -e $file ]] || continue
        file=${file##*/}
        printf '%s\n' "${file%.json}"
    done
}

_magadvise() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local path= flags= words= i IFS=$' \t\n'
    # bash cuts --sex=fe into three words.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path ${COMP_WORDS[i]}" in
            " batch"|" plan"|" med"|" label"|" explain"|" show"|" schema"|" completion"|" profile"|"profile save"|"profile show"|"profile list"|"profile forget"|" diary"|"diary add"|"diary show"|"diary chart"|"diary page"|"diary verdict"|"diary schedule"|"diary forget")
                path=${path:+$path }${COMP_WORDS[i]} ;;
        esac
    done
    case "$path $prev" in
        "batch --age"|"batch --med-time"|"batch --encoding"|"batch --delimiter"|"batch --columns"|"batch --keep"|"batch --sheet"|"batch --as-of"|"plan --age"|"plan --med-time"|"plan --start"|"label --age"|"profile save --age"|"profile save --med-time"|"diary add --cramps"|"diary add --pain"|"diary add --dose"|"diary add --date"|"diary add --name"|"diary show --name"|"diary show --start"|"diary chart --name"|"diary chart --start"|"diary page --start"|"diary verdict --name"|"diary verdict --start"|"diary schedule --name"|"diary schedule --start"|"diary forget --name")
            return ;;
        "batch --sex"|"plan --sex"|"profile save --sex")
            COMPREPLY=($(compgen -W "female male unknown" -- "$cur"))
            return ;;
        "batch --pregnant"|"batch --breastfeeding"|"plan --pregnant"|"plan --breastfeeding"|"profile save --pregnant"|"profile save --breastfeeding")
            COMPREPLY=($(compgen -W "yes no unknown" -- "$cur"))
            return ;;
        "batch --kidney"|"plan --kidney"|"profile save --kidney")
            COMPREPLY=($(compgen -W "normal ckd dialysis transplant injury one_kidney unknown" -- "$cur"))
            return ;;
        "batch --egfr"|"batch --creatinine"|"batch --bedtime"|"batch --wake"|"plan --egfr"|"plan --creatinine"|"plan --bedtime"|"plan --wake"|"profile save --egfr"|"profile save --creatinine"|"profile save --bedtime"|"profile save --wake")
            COMPREPLY=($(compgen -W "unknown" -- "$cur"))
            return ;;
        "batch --med"|"batch --other-magnesium"|"batch --product"|"batch --diet-magnesium"|"batch --check-dose"|"plan --med"|"plan --other-magnesium"|"plan --product"|"plan --diet-magnesium"|"plan --check-dose"|"label --most"|"profile save --med"|"profile save --other-magnesium"|"profile save --product"|"profile save --diet-magnesium"|"profile save --check-dose")
            COMPREPLY=($(compgen -W "none unknown" -- "$cur"))
            return ;;
        "batch --pattern"|"plan --pattern"|"profile save --pattern")
            COMPREPLY=($(compgen -W "night pregnancy exercise heat stress twitch daytime restless_legs menstrual medicine dialysis cirrhosis unknown none" -- "$cur"))
            return ;;
        "batch --condition"|"plan --condition"|"profile save --condition")
            COMPREPLY=($(compgen -W "diabetes hypertension heart_failure gout kidney_stones recurrent_uti myasthenia_gravis lambert_eaton neuromuscular_junction_other heart_block slow_pulse bowel_obstruction hypermagnesaemia iv_magnesium slow_pulse_paced neuromuscular_disease severe_diarrhoea inflammatory_bowel_disease short_bowel bariatric_surgery coeliac pancreatitis low_blood_pressure severe_heart_failure alcohol_use_disorder surgery_planned cancer_treatment eating_disorder cirrhosis struvite_stones acute_illness hypomagnesaemia gastroparesis phenylketonuria none unknown" -- "$cur"))
            return ;;
        "batch --red-flag"|"plan --red-flag"|"profile save --red-flag")
            COMPREPLY=($(compgen -W "one_leg_swollen chest_pain_breathless cold_pale_numb_leg sudden_severe_pain dark_urine new_weakness bladder_bowel_change tetany_seizure palpitations_fainting very_drowsy_slow_breathing pregnancy_headache_vision heat_confusion exertional_calf_pain visible_deformity worsening_weakness nerve_circulation_history widespread_cramps weight_loss_night_sweats child_limp_fever frequent_cramps started_after_medicine none unknown" -- "$cur"))
            return ;;
        "batch --stool"|"plan --stool"|"profile save --stool")
            COMPREPLY=($(compgen -W "usual loose constipated unknown" -- "$cur"))
            return ;;
        "batch --check-form"|"plan --check-form"|"profile save --check-form")
            COMPREPLY=($(compgen -W "bisglycinate citrate malate dimagnesium_malate lactate chloride aspartate gluconate taurate acetyl_taurate l_threonate orotate pidolate glycerophosphate sucrosomial oxide hydroxide carbonate sulfate topical unknown" -- "$cur"))
            return ;;
        "batch --standard"|"plan --standard"|"label --standard"|"profile save --standard")
            COMPREPLY=($(compgen -W "us eu uk anz de no jp in cn nordic who" -- "$cur"))
            return ;;
        "batch -o"|"batch --output"|"batch --rejects"|"batch --summary"|"batch --report"|"plan -o"|"plan --output"|"med -o"|"med --output"|"label -o"|"label --output"|"explain -o"|"explain --output"|"show -o"|"show --output"|"schema -o"|"schema --output"|"profile show -o"|"profile show --output"|"profile list -o"|"profile list --output"|"diary show -o"|"diary show --output"|"diary chart -o"|"diary chart --output"|"diary page -o"|"diary page --output"|"diary verdict -o"|"diary verdict --output"|"diary schedule -o"|"diary schedule --output")
            IFS=$'\n'
            COMPREPLY=($(compgen -f -- "$cur"))
            compopt -o filenames 2>/dev/null
            return ;;
        "batch --from")
            COMPREPLY=($(compgen -W "csv tsv jsonl parquet xlsx fhir" -- "$cur"))
            return ;;
        "batch --to")
            COMPREPLY=($(compgen -W "csv jsonl parquet" -- "$cur"))
            return ;;
        "batch --fail-on")
            COMPREPLY=($(compgen -W "stop clinician separate caution info" -- "$cur"))
            return ;;
        "batch --engine")
            COMPREPLY=($(compgen -W "auto rows columns" -- "$cur"))
            return ;;
        "plan --profile"|"plan --save")
            COMPREPLY=($(compgen -W "$(_magadvise_profiles)" -- "$cur"))
            return ;;
        "plan --format")
            COMPREPLY=($(compgen -W "text json markdown html svg ics" -- "$cur"))
            return ;;
        "plan --lang"|"med --lang"|"explain --lang"|"show --lang"|"diary add --lang"|"diary show --lang"|"diary chart --lang"|"diary page --lang"|"diary verdict --lang"|"diary schedule --lang"|"diary forget --lang")
            COMPREPLY=($(compgen -W "en de" -- "$cur"))
            return ;;
        "med --format"|"label --format"|"explain --format"|"show --format"|"profile show --format"|"profile list --format"|"diary show --format"|"diary verdict --format"|"diary schedule --format")
            COMPREPLY=($(compgen -W "text json" -- "$cur"))
            return ;;
        "diary chart --format")
            COMPREPLY=($(compgen -W "text svg json" -- "$cur"))
            return ;;
        "diary page --format")
            COMPREPLY=($(compgen -W "text html" -- "$cur"))
            return ;;
    esac
    case $path in
        "")
            flags="--version -h --help"
            words="batch plan med label explain show schema completion profile diary" ;;
        "batch")
            flags="--age --sex --pregnant --breastfeeding --kidney --egfr --creatinine --med --med-time --pattern --condition --red-flag --other-magnesium --product --diet-magnesium --stool --check-dose --check-form --bedtime --wake --standard -o --output --from --to --encoding --delimiter --columns --keep --rejects --summary --fail-on --sheet --as-of --report --engine --csv-raw --resume --explain-columns -h --help"
            words="" ;;
        "plan")
            flags="--age --sex --pregnant --breastfeeding --kidney --egfr --creatinine --med --med-time --pattern --condition --red-flag --other-magnesium --product --diet-magnesium --stool --check-dose --check-form --bedtime --wake --standard --no-input --profile --save --plain --json --format --start --lang -o --output -h --help"
            words="" ;;
        "med")
            flags="--plain --json --format --lang -o --output -h --help"
            words="" ;;
        "label")
            flags="--age --standard --most --plain --json --format -o --output -h --help"
            words="" ;;
        "explain")
            flags="--all --plain --json --format --lang -o --output -h --help"
            words="AGE001 AGE002 AGE003 CON001 CON101 CON102 CON103 CON104 CON105 CON106 CON107 CON108 CON201 CON202 CON203 CON204 CON205 CON206 CON207 CON208 CON209 CON210 CON211 CON212 CON213 CON214 CON215 CON216 CON217 CON218 CON301 CON302 DAT001 DAT002 DAT003 DOS001 DOS002 DOS003 DOS004 EVD001 EVD101 EVD102 EVD103 EVD104 EVD105 FRM001 KID001 KID002 KID003 KID004 KID005 KID006 KID007 KID008 KID009 KID010 KID011 KID012 KID013 KID014 KID015 KID016 KID017 KID018 MED001 MED002 MED003 MED004 MED005 MED006 MED007 MED008 MED010 MED011 PRG001 PRG002 PRG003 PRG004 PRG005 PRG006 PRG007 RED001 RED101 RED102 RED103 RED104 RED105 RED106 RED107 RED108 RED109 RED110 RED111 RED112 RED201 RED202 RED203 RED204 RED205 RED206 RED207 RED301 RED302 SRC001 SRC002 SRC003 SRC004 SRC005 SRC006 SRC007 TIM001 TIM002 TIM003 TIM004 TIM005" ;;
        "show")
            flags="--plain --json --format --lang -o --output -h --help"
            words="rda standards forms foods patterns sources topics" ;;
        "schema")
            flags="-o --output -h --help"
            words="profile plan batch" ;;
        "completion")
            flags="-h --help"
            words="bash zsh fish powershell" ;;
        "profile")
            flags="-h --help"
            words="save show list forget" ;;
        "profile save")
            flags="--age --sex --pregnant --breastfeeding --kidney --egfr --creatinine --med --med-time --pattern --condition --red-flag --other-magnesium --product --diet-magnesium --stool --check-dose --check-form --bedtime --wake --standard --json -h --help"
            words="$(_magadvise_profiles)" ;;
        "profile show")
            flags="--json --format -o --output -h --help"
            words="$(_magadvise_profiles)" ;;
        "profile list")
            flags="--json --format -o --output -h --help"
            words="" ;;
        "profile forget")
            flags="--json -h --help"
            words="$(_magadvise_profiles)" ;;
        "diary")
            flags="-h --help"
            words="add show chart page verdict schedule forget" ;;
        "diary add")
            flags="--cramps --pain --dose --date --name --lang --plain --json -h --help"
            words="" ;;
        "diary show")
            flags="--name --start --lang --plain --json --format -o --output -h --help"
            words="" ;;
        "diary chart")
            flags="--name --start --lang --plain --json --format -o --output -h --help"
            words="" ;;
        "diary page")
            flags="--start --lang --plain --format -o --output -h --help"
            words="" ;;
        "diary verdict")
            flags="--name --start --lang --plain --json --format -o --output -h --help"
            words="" ;;
        "diary schedule")
            flags="--name --start --helper --anew --drop --lang --plain --json --format -o --output -h --help"
            words="" ;;
        "diary forget")
            flags="--name --lang --json -h --help"
            words="" ;;
    esac
    if [[ $cur == -* || -z $words ]]; then
        words=$flags
    fi
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -F _magadvise magadvise
