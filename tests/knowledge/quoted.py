"""Which medicine belongs to which row of windows and severities, and which strain the kidneys."""

from __future__ import annotations

MEMBERS = """
R01: ciprofloxacin
R02: levofloxacin
R03: ofloxacin norfloxacin
R04: moxifloxacin
R05: delafloxacin
R06: gemifloxacin
R07a: lomefloxacin prulifloxacin
R07b: enoxacin
R07c: pefloxacin fleroxacin sparfloxacin rufloxacin grepafloxacin trovafloxacin gatifloxacin
  sitafloxacin tosufloxacin temafloxacin nalidixic_acid pipemidic_acid flumequine rosoxacin
  cinoxacin oxolinic_acid
R08: doxycycline minocycline tetracycline oxytetracycline demeclocycline lymecycline metacycline
  chlortetracycline clomocycline
R09: omadacycline
R10: sarecycline
R11: levothyroxine liothyronine thyroid_desiccated tiratricol other_thyroid_hormone
R12: alendronate
R13: risedronate
R14: ibandronate
R15a: etidronate tiludronate
R15b: clodronate
R16: dolutegravir
R18: bictegravir
R19: elvitegravir
R20: raltegravir
R21: cabotegravir
R22: rilpivirine
R23a: atazanavir tipranavir
R24: ledipasvir velpatasvir other_ns5a_inhibitor
R25: baloxavir
R26: eltrombopag
R27: mycophenolate_mofetil mycophenolic_acid
R28: gabapentin gabapentin_enacarbil
R29: penicillamine
R30: trientine
R31: deferiprone
R32: cefdinir
R33a: cefuroxime
R33b: cefpodoxime
R33c: cefditoren cefaclor
R34: azithromycin
R35: nitrofurantoin nitroxoline
R36a: isoniazid
R36b: rifampicin
R36c: ethambutol
R37: fexofenadine
R38: rosuvastatin
R39: itraconazole ketoconazole
R40: dasatinib
R41: nilotinib
R42: gefitinib
R43: erlotinib
R44a: bosutinib pexidartinib
R44b: selpercatinib
R44c: acalabrutinib
R45: neratinib
R46: pazopanib
R47: sotorasib
R48: hydroxychloroquine chloroquine proguanil
R49: digoxin digitoxin acetyldigoxin metildigoxin lanatoside_c deslanoside proscillaridin ouabain
  digitalis gitalin
R50: iron ferrous_sulfate ferrous_fumarate ferrous_gluconate ferrous_bisglycinate
  ferrous_glycine_sulfate ferrous_ascorbate ferrous_succinate ferrous_aspartate
  ferrous_asparto_glycinate ferrous_citrate ferrous_lactate ferrous_chloride ferrous_carbonate
  ferric_maltol iron_polymaltose polysaccharide_iron_complex iron_carbonyl heme_iron_polypeptide
  iron_protein_succinylate sodium_feredetate ferric_pyrophosphate ferric_ammonium_citrate
R51: levodopa melevodopa foslevodopa
R52: riociguat
R53: sotalol
R54: captopril fosinopril enalapril
R55: phenytoin fosphenytoin
R56: chlorpromazine levomepromazine prochlorperazine perphenazine fluphenazine trifluoperazine
  thioridazine pericyazine promazine perazine pipotiazine mesoridazine cyamemazine promethazine
  alimemazine thiethylperazine metopimazine sulpiride
R57a: bisacodyl
R57b: mesalazine
R58a: sodium_fluoride
R58b: phosphate_salts
R58c: cellulose_sodium_phosphate edetate
R59a: roxadustat
R59b: vadadustat
R60: quinine quinidine
R61: sodium_polystyrene_sulfonate calcium_polystyrene_sulfonate
R62: patiromer
R63: sodium_zirconium_cyclosilicate
R64: calcitriol alfacalcidol paricalcitol other_active_vitamin_d
R64b: doxercalciferol
R65a: colecalciferol ergocalciferol calcifediol
R65b: calcium calcium_carbonate calcium_citrate calcium_gluconate calcium_lactate calcium_phosphate
R66: zinc zinc_sulfate zinc_gluconate zinc_acetate zinc_picolinate zinc_citrate zinc_oxide_oral
  zinc_orotate zinc_aspartate zinc_histidine
R67: spironolactone amiloride triamterene potassium_canrenoate canrenone
R67b: eplerenone finerenone other_k_sparing_diuretic
R67c: other_diuretic
R68: furosemide bumetanide torasemide etacrynic_acid piretanide azosemide etozolin
  other_loop_diuretic
R69: hydrochlorothiazide chlorothiazide bendroflumethiazide chlortalidone indapamide metolazone
  xipamide methyclothiazide cyclopenthiazide hydroflumethiazide polythiazide trichlormethiazide
  altizide bemetizide butizide clopamide mefruside quinethazone cicletanine benzthiazide epitizide
  benzylhydrochlorothiazide cyclothiazide tripamide fenquizone clorexolone other_thiazide
R70: omeprazole esomeprazole lansoprazole dexlansoprazole pantoprazole rabeprazole ilaprazole
  other_proton_pump_inhibitor
R70b: vonoprazan other_potassium_competitive_blocker
R71: cisplatin carboplatin oxaliplatin nedaplatin other_platinum
R71b: other_chemotherapy
R72: cetuximab panitumumab necitumumab
R73: bevacizumab nivolumab
R74: amphotericin_b foscarnet pentamidine
R75: ciclosporin tacrolimus sirolimus everolimus voclosporin other_calcineurin_inhibitor
R76: gentamicin tobramycin amikacin streptomycin kanamycin netilmicin plazomicin neomycin
  paromomycin framycetin isepamicin dibekacin bekanamycin capreomycin viomycin sisomicin arbekacin
  other_aminoglycoside
R77: rocuronium vecuronium pancuronium cisatracurium atracurium mivacurium suxamethonium
  planned_anaesthesia other_muscle_relaxant
R78a: botulinum_toxin
R78b: polymyxin_b colistin
R79: amlodipine felodipine nicardipine isradipine nisoldipine lacidipine lercanidipine nitrendipine
  nimodipine manidipine benidipine cilnidipine nifedipine diltiazem verapamil bepridil barnidipine
  clevidipine levamlodipine other_calcium_channel_blocker
R80: magnesium_injection
R81: glipizide glibenclamide gliclazide glimepiride tolbutamide chlorpropamide tolazamide gliquidone
  acetohexamide carbutamide glibornuride glymidine
R82a: insulin insulin_human insulin_glargine insulin_detemir insulin_degludec insulin_lispro
  insulin_aspart insulin_glulisine insulin_icodec
R82b: metformin
R83: empagliflozin dapagliflozin canagliflozin ertugliflozin sotagliflozin bexagliflozin
  ipragliflozin other_sglt2_inhibitor
R84: lithium
R85: misoprostol
R86: magnesium magnesium_hydroxide magnesium_oxide magnesium_carbonate magnesium_trisilicate
  magnesium_silicate magaldrate hydrotalcite almagate magnesium_alginate magnesium_citrate
  magnesium_sulfate magnesium_chloride magnesium_lactate magnesium_gluconate magnesium_aspartate
  magnesium_bisglycinate magnesium_malate magnesium_taurate magnesium_acetyl_taurate
  magnesium_l_threonate magnesium_orotate magnesium_pidolate magnesium_glycerophosphate
  magnesium_gluceptate magnesium_levulinate magnesium_ascorbate magnesium_acetate
  magnesium_glutamate magnesium_phosphate magnesium_fumarate magnesium_succinate magnesium_adipate
  magnesium_lysinate magnesium_arginate magnesium_caprylate magnesium_creatine magnesium_thiosulfate
  magnesium_nicotinate magnesium_peroxide sucrosomial_magnesium magnesium_potassium_aspartate
  magnesium_potassium_citrate zinc_magnesium_aspartate dolomite calcium_magnesium_citrate
R87: sodium_picosulfate_magnesium_citrate sulfate_bowel_prep magnesium_citrate_bowel_prep
R88: magnesium_salicylate choline_magnesium_trisalicylate
R89a: teriparatide
R89b: denosumab
R90a: salbutamol terbutaline clenbuterol orciprenaline tulobuterol procaterol bambuterol salmeterol
  formoterol indacaterol olodaterol vilanterol fenoterol other_beta_agonist
R90b: theophylline aminophylline doxofylline
R90c: prednisone prednisolone methylprednisolone dexamethasone betamethasone hydrocortisone
  cortisone triamcinolone cloprednol fludrocortisone
R91a: methenamine
R91b: aspirin salsalate sodium_salicylate carbasalate
R92: lisinopril ramipril perindopril quinapril benazepril trandolapril moexipril cilazapril
  imidapril zofenopril spirapril losartan valsartan candesartan irbesartan telmisartan olmesartan
  eprosartan azilsartan ibuprofen naproxen celecoxib etoricoxib parecoxib diclofenac aceclofenac
  indometacin etodolac ketorolac ketoprofen flurbiprofen fenoprofen tiaprofenic_acid meloxicam
  piroxicam tenoxicam lornoxicam nabumetone sulindac tolmetin oxaprozin mefenamic_acid
  tolfenamic_acid meclofenamate niflumic_acid nimesulide acemetacin proglumetacin phenylbutazone
  alminoprofen delapril rofecoxib valdecoxib lumiracoxib benoxaprofen zomepirac suprofen fenbufen
  azapropazone oxyphenbutazone benorilate fenclofenac isoxicam carprofen other_arb
  other_nsaid
R93: alcohol
R94: caffeine
R95a: lanthanum
R95b: sevelamer colestilan tenapanor sucroferric_oxyhydroxide ferric_citrate calcium_acetate
  cinacalcet evocalcet etelcalcetide epoetin darbepoetin_alfa
  methoxy_polyethylene_glycol_epoetin_beta difelikefalin daprodustat
R96: ulipristal
R97a: dipyridamole
R97b: deflazacort
R97c: ursodeoxycholic_acid chenodeoxycholic_acid cholic_acid obeticholic_acid
R97d: diflunisal
R97e: fosamprenavir
R97f: phenobarbital primidone methylphenobarbital butalbital secobarbital amobarbital pentobarbital
  butobarbital butabarbital barbexaclone barbiturate
R98a: other_integrase_inhibitor
R98b: other_bisphosphonate
R98c: pyridostigmine neostigmine ambenonium amifampridine efgartigimod_alfa rozanolixizumab
R98d: other_tetracycline
R98e: other_ace_inhibitor
R98f: other_fluoroquinolone
"""

# ACE inhibitors, sartans, diuretics, lithium, salicylates and anti-inflammatory painkillers
KIDNEY = """
captopril fosinopril enalapril lisinopril ramipril perindopril quinapril benazepril trandolapril
moexipril cilazapril imidapril zofenopril spirapril losartan valsartan candesartan irbesartan
telmisartan olmesartan eprosartan azilsartan spironolactone amiloride triamterene
potassium_canrenoate eplerenone finerenone furosemide bumetanide torasemide etacrynic_acid
piretanide azosemide hydrochlorothiazide chlorothiazide bendroflumethiazide chlortalidone indapamide
metolazone xipamide methyclothiazide cyclopenthiazide hydroflumethiazide polythiazide
trichlormethiazide altizide bemetizide butizide clopamide mefruside quinethazone cicletanine
benzthiazide epitizide benzylhydrochlorothiazide cyclothiazide tripamide fenquizone lithium
magnesium_salicylate choline_magnesium_trisalicylate aspirin salsalate sodium_salicylate ibuprofen
naproxen celecoxib etoricoxib parecoxib diclofenac aceclofenac indometacin etodolac ketorolac
ketoprofen flurbiprofen fenoprofen tiaprofenic_acid meloxicam piroxicam tenoxicam lornoxicam
nabumetone sulindac tolmetin oxaprozin mefenamic_acid tolfenamic_acid meclofenamate niflumic_acid
nimesulide acemetacin proglumetacin phenylbutazone alminoprofen diflunisal clorexolone other_arb
other_ace_inhibitor other_loop_diuretic other_thiazide other_k_sparing_diuretic other_diuretic other_nsaid
"""


def members() -> dict[str, str]:
    """Names by row."""
    found: dict[str, str] = {}
    row = ""
    for line in MEMBERS.strip().splitlines():
        if not line.startswith(" "):
            row, _, line = line.partition(":")
        found[row] = f"{found.get(row, '')} {line.strip()}".strip()
    return found
