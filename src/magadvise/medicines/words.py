"""Words of medicine names that name no medicine: forms, salts, packs, makers; and words of a route.

English, French and German, as keys (see :mod:`magadvise.keys`).
"""

NOISE = frozenset(
    """
    tablet tablets tab tabs capsule capsules cap caps caplet caplets pill pills oral orally solution
    suspension syrup elixir powder granule granules sachet sachets drop drops liquid dispersible soluble
    effervescent chewable orodispersible orally disintegrating enteric gastro resistant coated film fc
    ec er xr xl sr mr cr la dr ir od bd tds qds sa cd tr xt pa zr modified prolonged extended delayed
    immediate sustained controlled release retard forte mite junior senior adult adults adulte adultes
    child children enfant enfants nourrissons kinder long acting strength low high dose doses daily once
    twice day night nightly morning evening weekly week monthly month hourly hours mg mcg g ml iu units
    microgram micrograms milligram milligrams unit pack packs strip bottle bottles vial ampoule ampoules
    ampule of the by mouth per each usp bp ph eur for with and in a an base eq equivalent anhydrous hard
    soft gel softgel softgels gelcap gelcaps sugar free flavour flavoured oral lozenge lozenges gum wafer
    medicine med takes take i my kit form new preservative single use generic brand name human plastic
    gm packet packets bot bag bags container dextrose reflux heartburn relief control minibag premixed
    pharmacy bulk

    comprime comprimes pellicule pellicules secable secables quadrisecable effervescent effervescents
    enrobe enrobes dragee dragees gelule gelules molle molles buvable buvables poudre granules sirop
    gouttes goutte resistant resistante gastroresistant gastroresistante gastroresistants liberation
    prolongee modifiee orodispersible orodispersibles dispersible croquer sucer macher a au aux en de
    du des le la les et pour sans sucre sachet sachets dose doses flacon suppositoire solute injectable
    voie orale edulcore edulcoree saccharine sodique aspartam fort faible jour par unidose recipient
    diluer perfusion usage base sous forme cent solvant instillation bain bouche

    tablette tabletten filmtablette filmtabletten kapsel kapseln hartkapsel hartkapseln weichkapseln
    retardtabletten retardkapseln brausetabletten brausetablette kautabletten lutschtabletten dragees
    tropfen saft losung loesung pulver granulat beutel magensaftresistent magensaftresistente
    zum einnehmen und mit ohne zur stuck packung abends morgens taglich taeglich einmal zweimal
    """.split()
)

MAKERS = frozenset(
    """
    teva mylan viatris sandoz hexal ratiopharm stada aliud betapharm heumann basics puren zentiva
    winthrop biogaran arrow cristers eg labo ranbaxy sun zydus aurobindo accord actavis almus alter
    apotex apo novo pms ratio jamp ntp sanis auro act ran bristol milpharm dexcel wockhardt pfizer bayer
    novartis roche sanofi gsk astrazeneca msd lilly takeda merck abbvie krka lupin cipla torrent macleods
    unichem glenmark hikma fresenius kabi baxter hospira braun panpharma medac noridem sigma chanelle
    tillomed kent relonchem rosemont amarox ajanta granules alembic amneal par lannett impax greenstone
    prasco qualitest watson barr ivax perrigo breckenridge camber solco heritage rising northstar major
    rugby qualigen evolugen tecnigen zf reddy reddys dr laboratories labs laboratoires pharma pharmaceuticals
    healthcare international ltd limited inc gmbh ag sa sas uk ireland france deutschland europe 1a al ct
    abz axcount tad dura lich aristo micro isis phr ranbaxy rpg bgr mylanpharma conseil ethypharm
    biomed sante bluefish fair med substipharm renaudin aguettant cooper upsa bouchara recordati teofarma gnr
    merckle wolff neuraxpharm desitin glenmarkpharma orion actiza zenith
    """.split()
)

# Not "magnesium": what it stands beside may be a second medicine, and it counts toward the limit.
SALTS = frozenset(
    """
    sodium potassium calcium hydrochloride hcl dihydrochloride hydrobromide sulfate sulphate sulfates
    sulphates phosphate acetate maleate fumarate tartrate citrate mesilate mesylate besilate besylate
    tosilate tosylate succinate hyclate monohydrate dihydrate trihydrate hemihydrate sesquihydrate
    hydrate anhydrous medoxomil axetil proxetil mofetil disodium trometamol tromethamine nitrate
    gluconate lactate stearate ethylsuccinate erbumine arginine bromide chloride pamoate embonate
    dipropionate valerate furoate propionate strontium hydrogen
    chlorhydrate dichlorhydrate bromhydrate sodique disodique potassique calcique hydrate
    hydratee anhydre monohydrate monohydratee dihydrate dihydratee trihydrate acide acid acetate
    hydrochlorid natrium kalium kalzium saure saeure sulfat phosphat acetat maleat fumarat tartrat
    succinat besilat mesilat hemihydrat dihydrat wasserfrei hydrobromid nitrat
    """.split()
)

ROUTES: tuple[tuple[str, str], ...] = (
    (
        "eye",
        "eye eyes ophthalmic eyedrops collyre ophtalmique augentropfen augensalbe ocular intraocular",
    ),
    ("ear", "ear ears otic auriculaire auriculaires ohrentropfen eardrops"),
    ("nose", "nasal nose intranasal nasenspray nasale nasales nasentropfen"),
    (
        "inhaled",
        "inhaler inhalers inhaled inhalation inhalations nebuliser nebulizer nebules nebulised "
        "nebulized evohaler turbohaler turbuhaler accuhaler diskus respimat inhale inhaleur aerosol "
        "inhalator breezhaler handihaler nexthaler easyhaler ellipta dosieraerosol autohaler hfa puffs",
    ),
    (
        "skin",
        "cream creams ointment ointments gel gels lotion lotions shampoo topical topically patch "
        "patches transdermal cutaneous emulgel foam creme pommade salbe cutanee cutanees dermique "
        "cutaneuse pflaster dermal scalp paste",
    ),
    ("vaginal", "vaginal vaginale vaginales pessary pessaries ovule ovules vaginally"),
    (
        "rectal",
        "rectal rectale rectally suppository suppositories enema enemas suppositoire zapfchen",
    ),
    (
        "injection",
        "injection injections injectable injectables intravenous intravenously iv im infusion "
        "infusions intramuscular subcutaneous subcutaneously sc perfusion vial vials prefilled "
        "syringe injektion infusionslosung injektionslosung injected autoinjector implant",
    ),
    (
        "oral",
        "tablet tablets capsule capsules caplet caplets oral orally syrup chewable comprime comprimes "
        "gelule gelules buvable tablette tabletten filmtabletten kapseln hartkapseln sirop saft mouth "
        "orale",
    ),
)
ROUTE_OF = {word: route for route, words in ROUTES for word in words.split()}


def is_noise(word: str) -> bool:
    """Form, pack, salt, maker and route words, and bare numbers: they never make a name."""
    return (
        word in NOISE
        or word in SALTS
        or word in MAKERS
        or word in ROUTE_OF
        or word.isdigit()
        or len(word) == 1
    )
