/* Names asked of the rows that were found for them, by the sort of who asks and what the row's subject is. */
#include "segment.h"

#define NO_LAW 0xFFFFFFFFu /* such a name is never a hit */
#define UNTOLD 0xFFFFFFFEu /* nothing can be told */

/* Lay out which name asks each row that `law_of` has a law for: the row's place, the name's number, the law. `law_of` has a
 * number for each sort of asker and each schema, the last of which stands for all others. A name is read as the kind
 * of its law says, so one of an asker may have several numbers: `number` has a place for each asker and kind, all zero, and
 * `name` gets those places in the order of their numbers. Returns how many names there are; `asked` gets how many rows. */
API uint32_t en_lay_asked(uint32_t count, const uint32_t *row, const uint32_t *owner, const uint32_t *row_subject,
                          const uint16_t *schema_of, uint32_t subjects, const uint16_t *sort_of, const uint32_t *law_of, uint32_t schemas,
                          const uint8_t *kind_of, uint32_t kinds, uint32_t *number, uint32_t *name, uint32_t *its_place,
                          uint32_t *its_name, uint32_t *its_law, uint8_t *is_untold, uint32_t *asked)
{
    uint32_t names = 0, made = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t subject = row_subject[row[i]], schema = subject < subjects ? schema_of[subject] : schemas;
        uint32_t law = law_of[sort_of[owner[i]] * schemas + (schema < schemas - 1 ? schema : schemas - 1)];
        is_untold[i] = law == UNTOLD;
        if (law == NO_LAW || law == UNTOLD) continue;
        uint32_t place = owner[i] * kinds + kind_of[law];
        if (!number[place]) {
            name[names] = place;
            number[place] = ++names;
        }
        its_place[made] = i;
        its_name[made] = number[place] - 1;
        its_law[made++] = law;
    }
    *asked = made;
    return names;
}
